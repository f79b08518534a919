using Confluent.Kafka;
using CxOrchestrator.Hosting;

namespace CxOrchestrator.Log.Kafka;

/// <summary>The items of one append, until the brokers answered for each.</summary>
internal sealed class AppendBatch(int count, Action finished)
{
    private readonly TaskCompletionSource<Error?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Signal _reported = new();
    private int _left = count;
    private int _underWay;
    private int _reports;
    private Error? _error;

    /// <summary>The first error; null where every item is acknowledged.</summary>
    public Task<Error?> Done => _done.Task;

    /// <summary>How many answers have come.</summary>
    public int Reports => Volatile.Read(ref _reports);

    /// <summary>An item is about to be handed over.</summary>
    public void Sending() => Interlocked.Increment(ref _underWay);

    /// <summary>The item was not taken. Waits for an answer to one before it, which makes room; false where none is to come.</summary>
    /// <param name="reportsBefore">Answers that had come before the item was handed over.</param>
    public async Task<bool> TakeBackAsync(int reportsBefore)
    {
        var left = Interlocked.Decrement(ref _underWay);
        if (Reports != reportsBefore)
        {
            // Room came between the refusal and this question: with the last answer there is nothing left to wait for.
            return true;
        }

        if (left == 0)
        {
            return false;
        }

        await _reported.WaitAsync(CancellationToken.None);
        return true;
    }

    /// <summary>The brokers answered for an item.</summary>
    public void Report(Error error)
    {
        if (error.IsError)
        {
            Interlocked.CompareExchange(ref _error, error, null);
        }

        // Before the count goes down: who finds nothing under way has seen this answer.
        Interlocked.Increment(ref _reports);
        Interlocked.Decrement(ref _underWay);
        _reported.Raise();
        Finish(1);
    }

    /// <summary>These are never handed over.</summary>
    public void NotSent(int items) => Finish(items);

    private void Finish(int items)
    {
        if (Interlocked.Add(ref _left, -items) == 0)
        {
            finished();
            _done.TrySetResult(_error);
        }
    }
}
