using Npgsql;

namespace CxOrchestrator.Silo.Storage.Postgres;

internal sealed partial class PostgresReadModel
{
    private static readonly TimeSpan SizesFor = TimeSpan.FromSeconds(5);

    private volatile Sizes? _sizes;

    public Task<Ledger> LedgerAsync(CancellationToken cancellationToken) => database.RunAsync(
        async connection => new Ledger
        {
            Sources = await connection.RowsAsync(
                """
                SELECT source, sum(received)::bigint, sum(applied)::bigint, sum(duplicate)::bigint, sum(rejected)::bigint, sum(conflicting)::bigint, max(last_received_at)
                FROM ledger GROUP BY source ORDER BY source
                """,
                [],
                r => new LedgerLine
                {
                    Source = r.GetString(0),
                    Received = r.GetInt64(1),
                    Applied = r.GetInt64(2),
                    Duplicate = r.GetInt64(3),
                    Rejected = r.GetInt64(4),
                    Conflicting = r.GetInt64(5),
                    LastReceivedAt = r.TimeOrNull(6),
                },
                cancellationToken),
            NamedOfMore = await connection.RowsAsync(
                "SELECT count(*) FILTER (WHERE source <> 'other'), count(*) FILTER (WHERE source = 'other') FROM ledger_sources",
                [],
                r => r.GetInt64(1) > 0 ? r.GetInt64(0) : (long?)null,
                cancellationToken) is [var named] ? named : null,
        },
        cancellationToken);

    public async Task<StoreStatus> StatusAsync(CancellationToken cancellationToken)
    {
        var log = logs.FirstOrDefault();
        var waiting = log is null ? null : await log.ReadAsync(cancellationToken);
        return await database.RunAsync(
            async connection =>
            {
                var sizes = await SizesAsync(connection, cancellationToken);
                waiting ??= await ByProgressAsync(connection, cancellationToken);
                return (await connection.RowAsync(
                    """
                    SELECT (SELECT coalesce(sum(customers), 0)::bigint FROM customer_counts), (SELECT count(*) FROM at_risk),
                        (SELECT count(*) FROM dead_letters WHERE replayed_at IS NULL), (SELECT count(*) FROM outbox WHERE status = 6 AND NOT test),
                        (SELECT count(*) FROM outbox WHERE status IN (1, 2)), (SELECT count(*) FROM outbox WHERE status = 3),
                        (SELECT min(first.due_at) FROM generate_series(0, 255) AS s (shard)
                            CROSS JOIN LATERAL (SELECT due_at FROM timers WHERE timers.shard = s.shard ORDER BY due_at LIMIT 1) AS first),
                        f.commits, f.operations_mean, f.time_p95
                    FROM (SELECT coalesce(sum(commits), 0)::bigint, coalesce(sum(commits * operations_mean) / nullif(sum(commits), 0), 0), coalesce(max(time_p95), interval '0')
                        FROM silo_figures WHERE at > now() - interval '30 seconds') AS f (commits, operations_mean, time_p95)
                    """,
                    [],
                    r => Status(r, waiting, sizes),
                    cancellationToken))!;
            },
            cancellationToken);
    }

    private StoreStatus Status(NpgsqlDataReader r, WaitingRecords waiting, Sizes sizes)
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
            LogWaiting = waiting.Count,
            OldestWaitingAt = waiting.OldestAt,
            LogRows = waiting.Rows,
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

    // What was counted as received and is not applied up to the stored positions.
    private static async Task<WaitingRecords> ByProgressAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => (await connection.RowAsync(
        "SELECT coalesce(sum(greatest(received_to - position, 0)), 0)::bigint, coalesce(sum(received_to + 1), 0)::bigint FROM log_progress",
        [],
        r => new WaitingRecords(r.GetInt64(0), null, r.GetInt64(1)),
        cancellationToken))!;

    private sealed record Sizes(long Seen, long Bytes, long Timers);
}
