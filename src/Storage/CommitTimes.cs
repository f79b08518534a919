namespace CxOrchestrator.Storage;

/// <summary>How many transactions were written, how large they were and how long the latest took.</summary>
public sealed class CommitTimes(TimeProvider clock)
{
    /// <summary>Latest transactions that the percentile is taken of.</summary>
    private const int Kept = 1024;

    private readonly Lock _gate = new();
    private readonly TimeSpan[] _latest = new TimeSpan[Kept];
    private long _commits;
    private long _operations;

    /// <summary>Called for every transaction: how long it took, and its operations. Returns at once and never throws.</summary>
    public Action<TimeSpan, int>? Observer { get; set; }

    public long Start() => clock.GetTimestamp();

    public void Done(long start, int operations)
    {
        var took = clock.GetElapsedTime(start);
        lock (_gate)
        {
            _latest[_commits++ % Kept] = took;
            _operations += operations;
        }

        Observer?.Invoke(took, operations);
    }

    public (long Commits, double OperationsMean, TimeSpan P95) Read()
    {
        lock (_gate)
        {
            var count = (int)Math.Min(_commits, Kept);
            if (count == 0)
            {
                return (0, 0, TimeSpan.Zero);
            }

            var sorted = _latest[..count];
            Array.Sort(sorted);
            return (_commits, (double)_operations / _commits, sorted[(int)(0.95 * (count - 1))]);
        }
    }
}
