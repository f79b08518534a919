using Npgsql;

namespace CxOrchestrator.Silo.Storage.Postgres;

internal sealed class PostgresFigures(PostgresDatabase database) : IStoreFigures
{
    // One statement sees one snapshot: what is counted in two places belongs together.
    private const string Sql =
        """
        SELECT (SELECT coalesce(sum(received - applied - duplicate - rejected), 0)::bigint FROM ledger),
            (SELECT coalesce(sum(greatest(received_to - position, 0)), 0)::bigint FROM log_progress),
            (SELECT min(through) FROM log_progress WHERE received_to > position),
            (SELECT count(*) FROM outbox WHERE status IN (1, 2) AND status = 1), (SELECT count(*) FROM outbox WHERE status IN (1, 2) AND status = 2),
            (SELECT count(*) FROM outbox WHERE status = 3), (SELECT count(*) FROM outbox WHERE status = 6 AND NOT test),
            least((SELECT min(decided_at) FROM outbox WHERE status IN (1, 2) AND status = 1), (SELECT min(decided_at) FROM outbox WHERE status = 3)),
            (SELECT count(*) FROM dead_letters WHERE replayed_at IS NULL), (SELECT count(*) FROM timers),
            (SELECT count(*) FROM timers WHERE due_at <= $1 AND due_at > $2),
            (SELECT count(*) FROM cases WHERE status <> 3), (SELECT coalesce(sum(customers), 0)::bigint FROM customer_counts),
            (SELECT count(*) FROM at_risk), (SELECT stopped FROM sending WHERE id = 1)
        """;

    public Task<StoreFigures> ReadAsync(DateTimeOffset now, DateTimeOffset? through, CancellationToken cancellationToken) => database.RunAsync(
        async connection => (await connection.RowAsync(Sql, [now, through ?? DateTimeOffset.UnixEpoch], Read, cancellationToken))!,
        cancellationToken);

    private static StoreFigures Read(NpgsqlDataReader r) => new()
    {
        LedgerWaiting = r.GetInt64(0),
        LogWaiting = r.GetInt64(1),
        OldestTouchpointAt = r.TimeOrNull(2),
        ActionsDecided = r.GetInt64(3),
        ActionsHeld = r.GetInt64(4),
        ActionsAdmitted = r.GetInt64(5),
        ActionsDead = r.GetInt64(6),
        OldestActionAt = r.TimeOrNull(7),
        DeadLettersWaiting = r.GetInt64(8),
        TimersArmed = r.GetInt64(9),
        TimersHeld = r.GetInt64(10),
        CasesOpen = r.GetInt64(11),
        Customers = r.GetInt64(12),
        AtRisk = r.GetInt64(13),
        SendingStopped = r.GetBoolean(14),
    };
}
