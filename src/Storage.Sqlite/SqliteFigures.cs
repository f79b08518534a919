using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Sqlite;

public sealed class SqliteFigures(SqliteDatabase database) : IStoreFigures, ILogLag
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
        var logged = waiting.Sum(w => w.Count);
        var ledger = session.Number("SELECT coalesce(sum(received - applied - duplicate - rejected - erased), 0) FROM ledger");
        var due = Due(session, now);
        return new StoreFigures
        {
            // The statuses stand twice where an index has both.
            LedgerWaiting = Math.Max(0, ledger),
            LedgerDifference = ledger - logged,
            LogWaiting = logged,
            OldestTouchpointAt = waiting.Min(w => w.OldestAt),
            ActionsDecided = session.Number("SELECT count(*) FROM outbox WHERE status IN (1, 2) AND status = 1"),
            ActionsHeld = session.Number("SELECT count(*) FROM outbox WHERE status IN (1, 2) AND status = 2"),
            ActionsAdmitted = session.Number("SELECT count(*) FROM outbox WHERE status = 3"),
            ActionsDead = session.Number("SELECT count(*) FROM outbox WHERE status = 6 AND test = 0"),
            OldestActionAt = Earlier(
                session.TimeOrNull("SELECT min(decided_at) FROM outbox WHERE status IN (1, 2) AND status = 1"),
                session.TimeOrNull("SELECT min(decided_at) FROM outbox WHERE status = 3")),
            DeadLettersWaiting = session.Number("SELECT count(*) FROM dead_letters WHERE replayed_at IS NULL"),
            TimersArmed = session.Number("SELECT count(*) FROM timers"),
            TimersHeld = through is { } read ? due - Due(session, read < now ? read : now) : due,
            CasesOpen = session.Number("SELECT count(*) FROM cases WHERE status <> 3"),
            Customers = session.Number("SELECT count(*) FROM directory WHERE merged_into IS NULL"),
            AtRisk = session.Number("SELECT count(*) FROM at_risk"),
            SendingStopped = session.Number("SELECT stopped FROM sending WHERE id = 1") != 0,
        };
    }

    /// <summary>Records of a partition after its stored position, and when the oldest of them came.</summary>
    internal static (long Count, DateTimeOffset? OldestAt) Waiting(SqliteSession session, int partition)
    {
        using var statement = session.Use(
            """
            SELECT count(*), min(received_at) FROM log_records
            WHERE partition = ?1 AND position > coalesce((SELECT position FROM log_positions WHERE partition = ?1), 0)
            """);
        statement.Bind(1, (long)partition).Read();
        return (statement.Long(0), statement.TimeOrNull(1));
    }

    private static long Due(SqliteSession session, DateTimeOffset upTo)
    {
        using var statement = session.Use("SELECT count(*) FROM timers WHERE due_at <= ?1");
        statement.Bind(1, upTo).Read();
        return statement.Long(0);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;
}
