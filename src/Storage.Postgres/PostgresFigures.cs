using CxOrchestrator.Storage.Log;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresFigures(PostgresDatabase database, IEnumerable<ILogEnds> logs) : IStoreFigures
{
    // One statement sees one snapshot: what is counted in two places belongs together.
    private const string Sql =
        """
        SELECT (SELECT min(through) FROM log_progress WHERE received_to > position),
            (SELECT count(*) FROM outbox WHERE status IN (1, 2) AND status = 1), (SELECT count(*) FROM outbox WHERE status IN (1, 2) AND status = 2),
            (SELECT count(*) FROM outbox WHERE status = 3), (SELECT count(*) FROM outbox WHERE status = 6 AND NOT test),
            least((SELECT min(decided_at) FROM outbox WHERE status IN (1, 2) AND status = 1), (SELECT min(decided_at) FROM outbox WHERE status = 3)),
            (SELECT count(*) FROM dead_letters WHERE replayed_at IS NULL), (SELECT count(*) FROM timers),
            (SELECT count(*) FROM timers WHERE due_at <= $1 AND due_at > $2),
            (SELECT count(*) FROM cases WHERE status <> 3), (SELECT coalesce(sum(customers), 0)::bigint FROM customer_counts),
            (SELECT count(*) FROM at_risk), (SELECT stopped FROM sending WHERE id = 1)
        """;

    public async Task<StoreFigures> ReadAsync(DateTimeOffset now, DateTimeOffset? through, CancellationToken cancellationToken)
    {
        var (figures, snapshot) = await database.RunAsync(
            async connection => (
                (await connection.RowAsync(Sql, [now, through ?? DateTimeOffset.UnixEpoch], Read, cancellationToken))!,
                await LedgerSnapshot.ReadAsync(connection, cancellationToken)),
            cancellationToken);
        var ledger = snapshot.Beside(logs.FirstOrDefault() is { } log ? await log.ReadAsync(cancellationToken) : null);
        return figures with
        {
            LedgerWaiting = ledger.Waiting,
            LedgerDifference = ledger.Counted is { } counted ? counted - ledger.LogWaiting : 0,
            LogWaiting = ledger.LogWaiting,
        };
    }

    private static StoreFigures Read(NpgsqlDataReader r) => new()
    {
        LedgerWaiting = 0,
        LedgerDifference = 0,
        LogWaiting = 0,
        OldestTouchpointAt = r.TimeOrNull(0),
        ActionsDecided = r.GetInt64(1),
        ActionsHeld = r.GetInt64(2),
        ActionsAdmitted = r.GetInt64(3),
        ActionsDead = r.GetInt64(4),
        OldestActionAt = r.TimeOrNull(5),
        DeadLettersWaiting = r.GetInt64(6),
        TimersArmed = r.GetInt64(7),
        TimersHeld = r.GetInt64(8),
        CasesOpen = r.GetInt64(9),
        Customers = r.GetInt64(10),
        AtRisk = r.GetInt64(11),
        SendingStopped = r.GetBoolean(12),
    };
}
