using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Silo.Tests.Storage.Suites;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Sqlite;
using CxOrchestrator.Testing;
using Microsoft.Data.Sqlite;

namespace CxOrchestrator.Silo.Tests.Storage.Sqlite;

/// <summary>Group commit: many operations in one transaction, each with its own result.</summary>
public sealed class SqliteWriterTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly SqliteUnderTest _store = new(("TransactionMax", "50"), ("WriteQueueMax", "60"));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private Task<CommitResult> CommitAsync(string customer, long expected) =>
        _store.Customers.CommitAsync(CustomerStoreSuite.Everything(customer, $"a-{customer}") with { ExpectedVersion = expected }, None);

    [Fact]
    public async Task Write_WhatGatheredMeanwhile_IsOneTransaction()
    {
        Task<CommitResult[]> commits;
        long before;
        await using (await _store.HoldWriterAsync())
        {
            before = _store.Database.Times.Read().Commits;
            commits = Task.WhenAll(Enumerable.Range(0, 40).Select(i => CommitAsync($"c-{i}", 0)));
        }

        Assert.All(await commits, r => Assert.Equal(CommitResult.Committed, r));

        // The one that held the writer, and one for all the others.
        Assert.Equal(before + 2, _store.Database.Times.Read().Commits);
    }

    [Fact]
    public async Task Write_ConflictInAGroup_OnlyThatCustomerIsLeftOut()
    {
        await CommitAsync("stale", 0);
        Task<CommitResult> first, stale, last;
        await using (await _store.HoldWriterAsync())
        {
            first = CommitAsync("first", 0);
            stale = CommitAsync("stale", 0);
            last = CommitAsync("last", 0);
        }

        Assert.Equal([CommitResult.Committed, CommitResult.Conflict, CommitResult.Committed], await Task.WhenAll(first, stale, last));
        Assert.Equal(3, (await _store.LedgerAsync()).Applied);
    }

    [Fact]
    public async Task Write_OperationThatThrows_TakesNobodyWithItAndLeavesNoTrace()
    {
        Task<CommitResult> first, last;
        Task<bool> bad;
        await using (await _store.HoldWriterAsync())
        {
            first = CommitAsync("first", 0);
            bad = _store.Database.WriteAsync<bool>(
                t =>
                {
                    // Everything an operation may touch, before it fails.
                    t.Count(new LedgerCount { Source = "shop", Applied = 100 });
                    t.Count(new LedgerCount { Source = "ghost", Applied = 1 });
                    t.Log.Take(1000);
                    t.Session.Run("INSERT INTO timers (key, shard, due_at, not_before) VALUES ('default/x', 0, 0, 0)");
                    throw new InvalidDataException("a bug");
                },
                None);
            last = CommitAsync("last", 0);
        }

        await Assert.ThrowsAsync<InvalidDataException>(() => bad);
        Assert.Equal([CommitResult.Committed, CommitResult.Committed], await Task.WhenAll(first, last));
        Assert.Equal("shop", Assert.Single((await _store.Read.LedgerAsync(None)).Sources).Source);
        Assert.Equal(2, (await _store.LedgerAsync()).Applied);
        Assert.Equal(0, _store.Database.Tail.Bytes);
        Assert.Equal(["first", "last"], (await _store.Timers.DueAsync(Share.Whole, Make.Day(9), _store.Clock.GetUtcNow(), 10, None)).Select(d => d.Key.Customer.Value).Order());
    }

    [Fact]
    public async Task Write_HistoryThatIsThereAlready_FailsWholeAndTellsItsCallerOnly()
    {
        await _store.CommitAsync("c-1", c => c with { History = [Some.Entry(11)] });
        Task<CommitResult> bad, good;
        await using (await _store.HoldWriterAsync())
        {
            bad = CommitAsync("c-1", 1);
            good = CommitAsync("c-2", 0);
        }

        await Assert.ThrowsAsync<SqliteException>(() => bad);
        Assert.Equal(CommitResult.Committed, await good);
        Assert.Equal(1, (await _store.Customers.LoadAsync(Some.Key(), None))!.Version);
        Assert.Equal("a-c-2", Assert.Single(await _store.Outbox.WaitingAsync(Share.Whole, Make.Start, 10, None)).Action);
        Assert.Equal(1, (await _store.LedgerAsync()).Applied);
    }

    [Fact]
    public async Task Write_BeforeItIsCommitted_IsNotSeen()
    {
        var go = new TaskCompletionSource();
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<CommitResult> commit;
        Task held;
        await using (await _store.HoldWriterAsync())
        {
            commit = CommitAsync("c-1", 0);
            held = _store.Database.WriteAsync(
                _ =>
                {
                    written.SetResult();
                    return go.Task.Wait(WatchedClock.Patience);
                },
                None);
        }

        await written.Task.WaitAsync(WatchedClock.Patience);
        Assert.False(commit.IsCompleted);
        Assert.Null(await _store.Customers.LoadAsync(Some.Key(), None));
        Assert.Empty(await _store.Outbox.WaitingAsync(Share.Whole, Make.Start, 10, None));
        go.SetResult();
        await Task.WhenAll(commit, held);
        Assert.NotNull(await _store.Customers.LoadAsync(Some.Key(), None));
    }

    [Fact]
    public async Task Write_QueueFull_WaitsOutsideAndComesThrough()
    {
        Task<CommitResult[]> commits;
        Task cancelled;
        using var cancel = new CancellationTokenSource();
        await using (await _store.HoldWriterAsync())
        {
            commits = Task.WhenAll(Enumerable.Range(0, 200).Select(i => CommitAsync($"c-{i}", 0)));
            cancelled = _store.Database.WriteAsync(_ => true, cancel.Token);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        }

        Assert.All(await commits, r => Assert.Equal(CommitResult.Committed, r));
    }

    [Fact]
    public async Task Stop_WhatWasQueued_IsWritten_AndNothingMoreIsTaken()
    {
        var database = _store.Database;
        Task<CommitResult> queued;
        Task stopped;
        await using (await _store.HoldWriterAsync())
        {
            queued = CommitAsync("c-1", 0);
            stopped = database.Writer.StopAsync();
            await Assert.ThrowsAsync<InvalidOperationException>(() => CommitAsync("c-2", 0));
        }

        await stopped;
        Assert.Equal(CommitResult.Committed, await queued);
    }

    [Fact]
    public async Task Write_StoreFull_FailsEveryoneKeepsNothingAndGoesOnLater()
    {
        await CommitAsync("c-0", 0);
        await _store.Database.WriteAsync(
            t =>
            {
                using var count = t.Session.Use("PRAGMA page_count");
                count.Read();
                t.Session.Script($"PRAGMA max_page_count = {count.Long(0)}");
                return true;
            },
            None);
        var large = new string('x', 1 << 20);

        Task append, commit;
        await using (await _store.HoldWriterAsync())
        {
            append = _store.Log.AppendAsync([Some.Raw(large)], None);
            commit = CommitAsync("c-1", 0);
        }

        await Assert.ThrowsAsync<SqliteException>(() => append);
        await Assert.ThrowsAsync<SqliteException>(() => commit);
        Assert.Equal((0L, 1L), ((await _store.LedgerAsync()).Received, (await _store.LedgerAsync()).Applied));
        Assert.Equal(0, _store.Database.Tail.Bytes);

        await _store.Database.WriteAsync(
            t =>
            {
                t.Session.Script("PRAGMA max_page_count = 1073741823");
                return true;
            },
            None);
        await _store.Log.AppendAsync([Some.Raw(large)], None);
        Assert.Equal(CommitResult.Committed, await CommitAsync("c-1", 0));
        Assert.Equal((1L, 2L), ((await _store.LedgerAsync()).Received, (await _store.LedgerAsync()).Applied));
    }
}
