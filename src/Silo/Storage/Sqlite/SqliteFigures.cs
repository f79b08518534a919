using System.Collections.Immutable;

namespace CxOrchestrator.Silo.Storage.Sqlite;

internal sealed class SqliteFigures(SqliteDatabase database) : IStoreFigures, ILogLag
{
    /// <summary>The log as it is watched.</summary>
    public const string LogName = "embedded";

    public Task<StoreFigures> ReadAsync(DateTimeOffset now, DateTimeOffset? through, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            // One snapshot: what is counted in two places belongs together.
            session.Run("BEGIN");
            try
            {
                return Read(session, now, through);
            }
            finally
            {
                session.Run("COMMIT");
            }
        },
        cancellationToken);

    public Task<ImmutableArray<PartitionLag>> ReadAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session => Enumerable.Range(0, database.Head.Partitions).Select(p => new PartitionLag(LogName, p, Waiting(session, p).Count)).ToImmutableArray(),
        cancellationToken);

    private StoreFigures Read(SqliteSession session, DateTimeOffset now, DateTimeOffset? through)
    {
        var waiting = Enumerable.Range(0, database.Head.Partitions).Select(p => Waiting(session, p)).ToList();
        var due = Number(session, "SELECT count(*) FROM timers WHERE due_at <= ?1", now);
        return new StoreFigures
        {
            LedgerWaiting = Number(session, "SELECT coalesce(sum(received - applied - duplicate - rejected), 0) FROM ledger"),
            LogWaiting = waiting.Sum(w => w.Count),
            OldestTouchpointAt = waiting.Min(w => w.OldestAt),
            ActionsDecided = Number(session, "SELECT count(*) FROM outbox WHERE status IN (1, 2) AND status = 1"),
            ActionsHeld = Number(session, "SELECT count(*) FROM outbox WHERE status IN (1, 2) AND status = 2"),
            ActionsAdmitted = Number(session, "SELECT count(*) FROM outbox WHERE status = 3"),
            ActionsDead = Number(session, "SELECT count(*) FROM outbox WHERE status = 6"),
            OldestActionAt = Earlier(
                Time(session, "SELECT min(decided_at) FROM outbox WHERE status IN (1, 2) AND status = 1"),
                Time(session, "SELECT min(decided_at) FROM outbox WHERE status = 3")),
            DeadLettersWaiting = Number(session, "SELECT count(*) FROM dead_letters WHERE replayed_at IS NULL"),
            TimersArmed = Number(session, "SELECT count(*) FROM timers"),
            TimersHeld = through is { } read ? due - Number(session, "SELECT count(*) FROM timers WHERE due_at <= ?1", read < now ? read : now) : due,
            CasesOpen = Number(session, "SELECT count(*) FROM cases WHERE status <> 3"),
            Customers = Number(session, "SELECT count(*) FROM directory"),
            AtRisk = Number(session, "SELECT count(*) FROM at_risk"),
            SendingStopped = Number(session, "SELECT stopped FROM sending WHERE id = 1") != 0,
        };
    }

    private static (long Count, DateTimeOffset? OldestAt) Waiting(SqliteSession session, int partition)
    {
        using var statement = session.Use(
            """
            SELECT count(*), min(received_at) FROM log_records
            WHERE partition = ?1 AND position > coalesce((SELECT position FROM log_positions WHERE partition = ?1), 0)
            """);
        statement.Bind(1, (long)partition).Read();
        return (statement.Long(0), statement.TimeOrNull(1));
    }

    private static long Number(SqliteSession session, string sql, DateTimeOffset? value = null)
    {
        using var statement = session.Use(sql);
        if (value is { } time)
        {
            statement.Bind(1, time);
        }

        statement.Read();
        return statement.Long(0);
    }

    private static DateTimeOffset? Time(SqliteSession session, string sql)
    {
        using var statement = session.Use(sql);
        statement.Read();
        return statement.TimeOrNull(0);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;
}
