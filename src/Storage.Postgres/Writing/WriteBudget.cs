namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>How many operations, and how many bytes of them, may wait for the lanes. Who comes beyond it waits outside, in order.</summary>
internal sealed class WriteBudget(int countMax, long bytesMax)
{
    private readonly Lock _gate = new();
    private readonly Queue<(TaskCompletionSource Entered, int Bytes)> _outside = new();
    private int _count;
    private long _bytes;

    public Task EnterAsync(int bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource entered;
        lock (_gate)
        {
            if (_outside.Count == 0 && HasRoom())
            {
                (_count, _bytes) = (_count + 1, _bytes + bytes);
                return Task.CompletedTask;
            }

            entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _outside.Enqueue((entered, bytes));
        }

        return WaitAsync(entered, cancellationToken);
    }

    public void Leave(int count, long bytes)
    {
        lock (_gate)
        {
            (_count, _bytes) = (_count - count, _bytes - bytes);
            while (HasRoom() && _outside.TryDequeue(out var next))
            {
                // One that gave up waiting takes no room.
                if (next.Entered.TrySetResult())
                {
                    (_count, _bytes) = (_count + 1, _bytes + next.Bytes);
                }
            }
        }
    }

    // An operation larger than all the room comes in alone.
    private bool HasRoom() => _count < countMax && _bytes < bytesMax;

    private static async Task WaitAsync(TaskCompletionSource entered, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(() => entered.TrySetCanceled(cancellationToken));
        await entered.Task;
    }
}
