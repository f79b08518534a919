using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>
/// The one writer, on a thread of its own. It takes all that waits, runs it in one transaction and returns to each caller its own result;
/// while one transaction is written, the next gathers.
/// </summary>
public sealed partial class SqliteWriter : IDisposable
{
    private readonly Lock _open = new();
    private readonly object _gate = new();
    private readonly Queue<WriteOperation> _waiting = new();
    private readonly Queue<Action> _alone = new();
    private readonly SemaphoreSlim _slots;
    private readonly WriteTransaction _transaction;
    private readonly int _countMax;
    private readonly int _bytesMax;
    private readonly CommitTimes _times;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _closed;

    public SqliteWriter(WriteTransaction transaction, EmbeddedOptions options, CommitTimes times, ILogger logger)
    {
        (_transaction, _times, _logger) = (transaction, times, logger);
        (_countMax, _bytesMax) = (options.TransactionMax, options.TransactionMaxBytes);
        _slots = new SemaphoreSlim(options.WriteQueueMax, options.WriteQueueMax);
        new Thread(Loop) { IsBackground = true, Name = "cx store writer" }.Start();
    }

    public StoreWrites Writes { get; } = new();

    /// <summary>Completes when the operation is stored. The token counts until it is queued: once queued it is finished.</summary>
    public Task<T> WriteAsync<T>(WriteOperation<T> operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_slots.Wait(0, CancellationToken.None))
        {
            return WaitAndWriteAsync(operation, cancellationToken);
        }

        Enqueue(operation);
        return operation.Task;
    }

    public Task<T> WriteAsync<T>(Func<WriteTransaction, T> run, CancellationToken cancellationToken) =>
        WriteAsync(new WriteFunction<T>(run), cancellationToken);

    /// <summary>Runs something between two transactions, which cannot be part of one.</summary>
    public Task<T> AloneAsync<T>(Func<SqliteSession, T> run, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_closed)
            {
                throw new InvalidOperationException("The store is closed.");
            }

            _alone.Enqueue(() =>
            {
                try
                {
                    done.SetResult(run(_transaction.Session));
                }
#pragma warning disable CA1031 // The caller gets the error; the writer continues.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    done.SetException(exception);
                }
            });
            Monitor.Pulse(_gate);
        }

        return done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Takes nothing more, writes what waits, ends.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }

        return _ended.Task;
    }

    public void Dispose() => _slots.Dispose();

    private async Task<T> WaitAndWriteAsync<T>(WriteOperation<T> operation, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        Enqueue(operation);
        return await operation.Task;
    }

    private void Enqueue(WriteOperation operation)
    {
        lock (_gate)
        {
            if (_closed)
            {
                _slots.Release();
                throw new InvalidOperationException("The store is closed.");
            }

            _waiting.Enqueue(operation);
            Monitor.Pulse(_gate);
        }
    }

    private void Loop()
    {
        var group = new List<WriteOperation>(_countMax);
        while (Take(group))
        {
            RunAlone();
            if (group.Count == 0)
            {
                continue;
            }

            var start = _times.Start();
            Write(group, start);
            group.Clear();
        }

        _ended.SetResult();
    }

    private void RunAlone()
    {
        while (true)
        {
            Action run;
            lock (_gate)
            {
                if (!_alone.TryDequeue(out run!))
                {
                    return;
                }
            }

            run();
        }
    }

    private bool Take(List<WriteOperation> group)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && _alone.Count == 0)
            {
                if (_closed)
                {
                    return false;
                }

                Monitor.Wait(_gate);
            }

            var bytes = 0L;
            while (group.Count < _countMax && bytes < _bytesMax && _waiting.TryDequeue(out var operation))
            {
                group.Add(operation);
                bytes += operation.Bytes;
            }
        }

        if (group.Count > 0)
        {
            _slots.Release(group.Count);
        }

        return true;
    }

    private void Write(List<WriteOperation> group, long start)
    {
        try
        {
            if (TryTogether(group))
            {
                Writes.Succeeded();

                // Counted before anybody is notified, so that the one who is finds it counted.
                _times.Done(start, group.Count);
                group.ForEach(operation => operation.Complete());
            }
            else
            {
                OneByOne(group);
                _times.Done(start, group.Count);
            }
        }
#pragma warning disable CA1031 // Each caller gets the error; the writer continues with the next group.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (exception is SqliteException { SqliteErrorCode: var code } && SqliteFaults.Words(code) is { } problem)
            {
                Writes.Failed(problem);
            }

            LogFailed(_logger, exception, group.Count);
            group.ForEach(operation => operation.Fail(exception));
        }
    }

    // Without savepoints, which would copy every page that is touched: an operation that throws is rare and costs a second run.
    private bool TryTogether(List<WriteOperation> group)
    {
        try
        {
            _transaction.Begin();
            foreach (var operation in group)
            {
                operation.Execute(_transaction);
            }

            _transaction.Commit();
            return true;
        }
        catch (Exception exception)
        {
            // Asked first: once it is rolled back every transaction has ended.
            var fault = IsFault(exception);
            _transaction.Rollback();
            if (group.Count == 1 || fault)
            {
                throw;
            }

            return false;
        }
    }

    private void OneByOne(List<WriteOperation> group)
    {
        var failed = new Dictionary<WriteOperation, Exception>();
        try
        {
            _transaction.Begin();
            foreach (var operation in group)
            {
                try
                {
                    _transaction.ExecuteAlone(operation);
                }
                catch (Exception exception) when (!IsFault(exception))
                {
                    failed[operation] = exception;
                }
            }

            _transaction.Commit();
        }
        catch
        {
            _transaction.Rollback();
            throw;
        }

        foreach (var operation in group)
        {
            if (failed.TryGetValue(operation, out var exception))
            {
                LogFailed(_logger, exception, 1);
                operation.Fail(exception);
            }
            else
            {
                operation.Complete();
            }
        }
    }

    // The file or the machine, not one operation.
    private bool IsFault(Exception exception) =>
        !_transaction.Session.InTransaction
        || (exception is SqliteException { SqliteErrorCode: var code } && SqliteFaults.IsFault(code));

    [LoggerMessage(2001, LogLevel.Error, "A write of {Operations} operations failed and was taken back")]
    private static partial void LogFailed(ILogger logger, Exception exception, int operations);
}
