using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed partial class SqliteReadModel
{
    public Task<Ledger> LedgerAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use("SELECT source, received, applied, duplicate, rejected, conflicting, last_received_at, erased FROM ledger ORDER BY source");
            var lines = ImmutableArray.CreateBuilder<LedgerLine>();
            while (statement.Read())
            {
                lines.Add(new LedgerLine
                {
                    Source = statement.Text(0),
                    Received = statement.Long(1),
                    Applied = statement.Long(2),
                    Duplicate = statement.Long(3),
                    Rejected = statement.Long(4),
                    Conflicting = statement.Long(5),
                    LastReceivedAt = statement.TimeOrNull(6),
                    Erased = statement.Long(7),
                });
            }

            var more = session.Number("SELECT count(*) FROM ledger_sources WHERE source = 'other'") > 0;
            return new Ledger
            {
                Sources = lines.ToImmutable(),
                LogWaiting = Waiting(session).Count,
                NamedOfMore = more ? session.Number("SELECT count(*) FROM ledger_sources WHERE source <> 'other'") : null,
            };
        },
        cancellationToken);

    public Task<StoreStatus> StatusAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var (waiting, oldest) = Waiting(session);
            var (commits, mean, p95) = database.Times.Read();
            return new StoreStatus
            {
                Customers = session.Number("SELECT count(*) FROM directory WHERE merged_into IS NULL"),
                AtRisk = session.Number("SELECT count(*) FROM at_risk"),
                LogWaiting = waiting,
                OldestWaitingAt = oldest,
                LogRows = session.Number("SELECT count(*) FROM log_records"),
                StoreBytes = database.Bytes,
                DeadLetters = session.Number("SELECT count(*) FROM dead_letters WHERE replayed_at IS NULL"),
                DeadActions = session.Number("SELECT count(*) FROM outbox WHERE status = 6 AND test = 0"),
                ActionsWaiting = session.Number("SELECT count(*) FROM outbox WHERE status IN (1, 2)"),
                ActionsSending = session.Number("SELECT count(*) FROM outbox WHERE status = 3"),
                TimersArmed = session.Number("SELECT count(*) FROM timers"),
                NextTimerAt = session.TimeOrNull("SELECT min(due_at) FROM timers"),
                Commits = commits,
                CommitOperationsMean = mean,
                CommitTimeP95 = p95,
            };
        },
        cancellationToken);

    // Counted in the log itself, after the stored positions: under load that is a little more than what waits, since positions are stored
    // after the customers; at rest it is the same.
    private (long Count, DateTimeOffset? Oldest) Waiting(SqliteSession session)
    {
        long count = 0;
        DateTimeOffset? oldest = null;
        for (var partition = 0; partition < database.Head.Partitions; partition++)
        {
            var (waiting, since) = SqliteFigures.Waiting(session, partition);
            count += waiting;
            oldest = since is { } first && !(oldest < first) ? first : oldest;
        }

        return (count, oldest);
    }
}
