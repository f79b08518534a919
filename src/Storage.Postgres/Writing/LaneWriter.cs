using CxOrchestrator.Grains.Runtime.Customers;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>The lanes: each has a connection and the customers whose keys fall to it, so that no two commits of one customer are ever under way here.</summary>
internal sealed class LaneWriter : IAsyncDisposable
{
    private readonly Lane[] _lanes;
    private readonly WriteBudget _budget;

    public LaneWriter(NpgsqlDataSource source, PostgresOptions options, HistoryMonths months, SourceNames names, CommitTimes times, StoreWrites writes, TimeProvider clock, ILogger logger)
    {
        _budget = new WriteBudget(options.WriteQueueMax, options.WriteQueueMaxBytes);
        _lanes = [.. Enumerable.Range(0, options.WriterConnections).Select(n => new Lane(n, new LaneSession(source), options, _budget, months, names, times, writes, clock, logger))];
    }

    /// <summary>The token counts until it is queued: once queued it is finished.</summary>
    public async Task<CommitResult> CommitAsync(CustomerCommit commit, CancellationToken cancellationToken)
    {
        var operation = new CommitOperation(commit);
        await EnqueueAsync(operation, cancellationToken).ConfigureAwait(false);
        return await operation.Task.ConfigureAwait(false);
    }

    public async Task AddAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        var operation = new LetterOperation(letter);
        await EnqueueAsync(operation, cancellationToken).ConfigureAwait(false);
        await operation.Task.ConfigureAwait(false);
    }

    /// <summary>Counts touchpoints of an erased customer; false: its mark has another version.</summary>
    public async Task<bool> CountErasedAsync(ErasedCount count, string hash, CancellationToken cancellationToken)
    {
        var operation = new ErasedOperation(count, hash);
        await EnqueueAsync(operation, cancellationToken).ConfigureAwait(false);
        return await operation.Task.ConfigureAwait(false);
    }

    /// <summary>Takes nothing more, writes what waits, ends.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_lanes.Select(l => l.StopAsync()));

    private async Task EnqueueAsync(LaneOperation operation, CancellationToken cancellationToken)
    {
        await _budget.EnterAsync(operation.Bytes, cancellationToken).ConfigureAwait(false);
        if (!_lanes[KeyHash.Shard(operation.Key, _lanes.Length)].TryEnqueue(operation))
        {
            _budget.Leave(1, operation.Bytes);
            throw new ObjectDisposedException(nameof(LaneWriter), "The store is closed.");
        }
    }
}
