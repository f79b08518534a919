using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>
/// A writer with a connection and a thread of its own. It takes all that waits, writes it in one transaction and returns to each caller its own
/// result; while one transaction is written, the next gathers.
/// </summary>
internal sealed partial class Lane
{
    /// <summary>Operations looked past while gathering, because their key is in the transaction already.</summary>
    private const int PassedMax = 1_000;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly LinkedList<LaneOperation> _waiting = new();
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LaneSession _session;
    private readonly LaneTransaction _transaction;
    private readonly PostgresOptions _options;
    private readonly WriteBudget _budget;
    private readonly HistoryMonths _months;
    private readonly CommitTimes _times;
    private readonly StoreWrites _writes;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    public Lane(int number, LaneSession session, PostgresOptions options, WriteBudget budget, HistoryMonths months, SourceNames names, CommitTimes times, StoreWrites writes, TimeProvider clock, ILogger logger)
    {
        (_session, _options, _budget, _months, _times, _writes, _clock, _logger) = (session, options, budget, months, times, writes, clock, logger);
        _transaction = new LaneTransaction(session, months, names);
        new Thread(Loop) { IsBackground = true, Name = $"cx store lane {number}" }.Start();
    }

    /// <summary>False where it takes nothing more.</summary>
    public bool TryEnqueue(LaneOperation operation)
    {
        lock (_gate)
        {
            if (_stopping.Task.IsCompleted)
            {
                return false;
            }

            _waiting.AddLast(operation);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Writes what waits, but no longer waits for a database that is away.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _stopping.TrySetResult();
            Monitor.Pulse(_gate);
        }

        return _ended.Task;
    }

    private void Loop()
    {
        var group = new List<LaneOperation>();
        while (Take(group))
        {
            var start = _times.Start();
            Write(group, mayBeApplied: false);
            _times.Done(start, group.Count);
            group.Clear();
        }

        _session.Dispose();
        _ended.SetResult();
    }

    private bool Take(List<LaneOperation> group)
    {
        var bytes = 0L;
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_stopping.Task.IsCompleted)
                {
                    return false;
                }

                Monitor.Wait(_gate);
            }

            _keys.Clear();
            var passed = 0;
            for (var node = _waiting.First; node is not null && group.Count < _options.TransactionMax && bytes < _options.TransactionMaxBytes && passed < PassedMax;)
            {
                var next = node.Next;
                if (_keys.Add(node.Value.Key))
                {
                    _waiting.Remove(node);
                    group.Add(node.Value);
                    bytes += node.Value.Bytes;
                }
                else
                {
                    passed++;
                }

                node = next;
            }
        }

        _budget.Leave(group.Count, bytes);

        // In one order everywhere: two transactions never wait for each other's rows in a circle.
        group.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return true;
    }

    private void Write(List<LaneOperation> group, bool mayBeApplied)
    {
        var since = _clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _transaction.Run(group, mayBeApplied);
                _writes.Succeeded();
                group.ForEach(o => o.Complete());
                return;
            }
#pragma warning disable CA1031 // Each caller gets the error; the lane continues with the next group.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                mayBeApplied |= _transaction.CommitSent && PostgresFaults.LeavesOutcomeOpen(exception);
                _session.Recover();
                if (!IsTriedAgain(exception, group, attempt, since))
                {
                    GiveUp(exception, group, mayBeApplied);
                    return;
                }
            }
        }
    }

    private bool IsTriedAgain(Exception exception, List<LaneOperation> group, int attempt, long since)
    {
        var fault = PostgresFaults.Of(exception);
        if (fault == PostgresFault.Operation || _stopping.Task.IsCompleted || _clock.GetElapsedTime(since) >= _options.RetryFor)
        {
            return false;
        }

        if (fault == PostgresFault.NoPartition)
        {
            _months.Forget();
        }

        if (attempt > 1)
        {
            if (PostgresFaults.Words(exception) is { } problem)
            {
                _writes.Failed(problem);
            }

            LogTryingAgain(_logger, exception, group.Count, attempt);
            Pause(attempt);
        }

        return true;
    }

    // The first time at once: most often a connection that broke while nobody used it, or a deadlock that is over.
    private void Pause(int attempt)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(attempt - 2, 10));
        Task.WhenAny(Task.Delay(pause < PauseMax ? pause : PauseMax, _clock), _stopping.Task).GetAwaiter().GetResult();
    }

    private void GiveUp(Exception exception, List<LaneOperation> group, bool mayBeApplied)
    {
        // One that cannot be written must not take the others with it; halving finds it in a few transactions.
        if (PostgresFaults.Of(exception) == PostgresFault.Operation && group.Count > 1)
        {
            Write(group[..(group.Count / 2)], mayBeApplied);
            Write(group[(group.Count / 2)..], mayBeApplied);
            return;
        }

        LogFailed(_logger, exception, group.Count);
        group.ForEach(o => o.Fail(exception));
    }

    [LoggerMessage(2081, LogLevel.Warning, "A transaction of {Operations} operations failed {Attempts} times; trying again")]
    private static partial void LogTryingAgain(ILogger logger, Exception exception, int operations, int attempts);

    [LoggerMessage(2082, LogLevel.Error, "A transaction of {Operations} operations failed; its callers got the error")]
    private static partial void LogFailed(ILogger logger, Exception exception, int operations);
}
