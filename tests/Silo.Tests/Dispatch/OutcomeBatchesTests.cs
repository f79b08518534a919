using System.Collections.Concurrent;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Dispatch;

public sealed class OutcomeBatchesTests
{
    private readonly ConcurrentQueue<(int Count, TaskCompletionSource Done)> _stores = new();

    private OutcomeBatches Batches() => new((outcomes, _) =>
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _stores.Enqueue((outcomes.Length, done));
        return done.Task;
    });

    private static Task AddAsync(OutcomeBatches batches, int number)
    {
        var action = Some.Action($"a-{number}");
        return batches.AddAsync(Some.Delivered(action.Id), new OutboxItem { Key = Some.Key(), Action = action, Status = ActionStatus.Admitted, StatusAt = Make.Start });
    }

    [Fact]
    public async Task Add_WhileFewAreStored_IsStoredAtOnceAndTheRestTogether()
    {
        var batches = Batches();
        var added = Enumerable.Range(0, 20).Select(i => AddAsync(batches, i)).ToList();
        Assert.Equal([1, 1, 1, 1], _stores.Select(s => s.Count));
        Assert.DoesNotContain(added, a => a.IsCompleted);

        _stores.First().Done.SetResult();
        await added[0].WaitAsync(WatchedClock.Patience);
        while (_stores.Count < 5)
        {
            await Task.Yield();
        }

        Assert.Equal(16, _stores.Last().Count);
        Assert.False(added[19].IsCompleted);
        _stores.Last().Done.SetResult();
        await added[19].WaitAsync(WatchedClock.Patience);
    }

    [Fact]
    public async Task Add_StoringThrows_FailsThoseOfTheBatchAndStoresTheNext()
    {
        var batches = Batches();
        var first = AddAsync(batches, 1);
        _stores.Single().Done.SetException(new IOException("down"));
        await Assert.ThrowsAsync<IOException>(() => first.WaitAsync(WatchedClock.Patience));

        var second = AddAsync(batches, 2);
        while (_stores.Count < 2)
        {
            await Task.Yield();
        }

        _stores.Last().Done.SetResult();
        await second.WaitAsync(WatchedClock.Patience);
    }
}
