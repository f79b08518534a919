using System.Collections.Immutable;
using CxOrchestrator.Storage.Log;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed partial class PostgresReadModel
{
    private static readonly TimeSpan SizesFor = TimeSpan.FromSeconds(5);

    private volatile Sizes? _sizes;

    public async Task<Ledger> LedgerAsync(CancellationToken cancellationToken)
    {
        var (ledger, named) = await database.RunAsync(
            async connection => (
                await LedgerSnapshot.ReadAsync(connection, cancellationToken),
                await connection.RowsAsync(
                    "SELECT count(*) FILTER (WHERE source <> 'other'), count(*) FILTER (WHERE source = 'other') FROM ledger_sources",
                    [],
                    r => r.GetInt64(1) > 0 ? r.GetInt64(0) : (long?)null,
                    cancellationToken) is [var named] ? named : null),
            cancellationToken);

        // After the ledger, never before it: the log only grows, and what was counted is in it.
        return ledger.Beside(await EndsAsync(cancellationToken)) with { NamedOfMore = named };
    }

    public async Task<StoreStatus> StatusAsync(CancellationToken cancellationToken)
    {
        var ends = await EndsAsync(cancellationToken);
        return await database.RunAsync(
            async connection =>
            {
                var sizes = await SizesAsync(connection, cancellationToken);
                var (waiting, rows) = (await LedgerSnapshot.ReadAsync(connection, cancellationToken)).Rows(ends);
                return (await connection.RowAsync(
                    """
                    SELECT (SELECT coalesce(sum(customers), 0)::bigint FROM customer_counts), (SELECT count(*) FROM at_risk),
                        (SELECT count(*) FROM dead_letters WHERE replayed_at IS NULL), (SELECT count(*) FROM outbox WHERE status = 6 AND NOT test),
                        (SELECT count(*) FROM outbox WHERE status IN (1, 2)), (SELECT count(*) FROM outbox WHERE status = 3),
                        (SELECT min(first.due_at) FROM generate_series(0, 255) AS s (shard)
                            CROSS JOIN LATERAL (SELECT due_at FROM timers WHERE timers.shard = s.shard ORDER BY due_at LIMIT 1) AS first),
                        f.commits, f.operations_mean, f.time_p95, (SELECT min(through) FROM log_progress WHERE received_to > position AND through > 'epoch')
                    FROM (SELECT coalesce(sum(commits), 0)::bigint, coalesce(sum(commits * operations_mean) / nullif(sum(commits), 0), 0), coalesce(max(time_p95), interval '0')
                        FROM silo_figures WHERE at > now() - interval '30 seconds') AS f (commits, operations_mean, time_p95)
                    """,
                    [],
                    r => Status(r, waiting, rows, sizes),
                    cancellationToken))!;
            },
            cancellationToken);
    }

    private async Task<ImmutableArray<PartitionEnds>?> EndsAsync(CancellationToken cancellationToken) =>
        logs.FirstOrDefault() is { } log ? await log.ReadAsync(cancellationToken) : null;

    private StoreStatus Status(NpgsqlDataReader r, long waiting, long rows, Sizes sizes)
    {
        // A process that writes says what it does now; one that does not, what the others said last.
        var (commits, mean, p95) = database.Times.Read();
        if (commits == 0)
        {
            (commits, mean, p95) = (r.GetInt64(7), r.GetDouble(8), r.GetTimeSpan(9));
        }

        return new StoreStatus
        {
            Customers = r.GetInt64(0),
            AtRisk = r.GetInt64(1),
            DeadLetters = r.GetInt64(2),
            DeadActions = r.GetInt64(3),
            ActionsWaiting = r.GetInt64(4),
            ActionsSending = r.GetInt64(5),
            NextTimerAt = r.TimeOrNull(6),
            TimersArmed = sizes.Timers,
            StoreBytes = sizes.Bytes,
            LogWaiting = waiting,
            OldestWaitingAt = r.TimeOrNull(10),
            LogRows = rows,
            Commits = commits,
            CommitOperationsMean = mean,
            CommitTimeP95 = p95,
        };
    }

    // Counting a million timers takes a tenth of a second: what nobody acts on is not looked at again at once.
    private async Task<Sizes> SizesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var known = _sizes;
        if (known is null || clock.GetElapsedTime(known.Seen) >= SizesFor)
        {
            known = (await connection.RowAsync(
                "SELECT pg_database_size(current_database()), (SELECT count(*) FROM timers)", [], r => new Sizes(clock.GetTimestamp(), r.GetInt64(0), r.GetInt64(1)), cancellationToken))!;
            _sizes = known;
        }

        return known;
    }

    private sealed record Sizes(long Seen, long Bytes, long Timers);
}
