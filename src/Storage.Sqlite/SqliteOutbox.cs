using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteOutbox(SqliteDatabase database, [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock, TimeProvider clock) : IOutbox, ISendingSwitch
{
    internal const string Columns = "number, key, status, status_at, reason, next_at, attempts, next_attempt_at, last_error, action, held_by, (SELECT code FROM codes WHERE codes.action = outbox.id), left_by";

    public Task<ImmutableArray<(CustomerKey Key, string Action)>> WaitingAsync(Share share, DateTimeOffset now, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var waiting = ImmutableArray.CreateBuilder<(CustomerKey, string)>();
            using var statement = session.Use(
                "SELECT key, id FROM outbox WHERE status IN (1, 2) AND (status = 1 OR next_at <= ?1) ORDER BY decided_at, id");
            statement.Bind(1, now);
            while (waiting.Count < limit && statement.Read())
            {
                var key = CustomerKey.Parse(statement.Text(0));
                if (share.Has(key))
                {
                    waiting.Add((key, statement.Text(1)));
                }
            }

            return waiting.ToImmutable();
        },
        cancellationToken);

    public async Task<ImmutableArray<OutboxItem>> LeaseAsync(string owner, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken)
    {
        // A look without the writer first: an empty outbox costs no transaction.
        var due = await database.ReadAsync(session => DueNumbers(session, now, limit), cancellationToken);
        return due.IsEmpty
            ? []
            : await database.WriteAsync(
                transaction => (ImmutableArray<OutboxItem>)[.. due.Select(number => Lease(transaction.Session, number, owner, now, lease)).OfType<OutboxItem>()],
                cancellationToken);
    }

    public Task CompleteAsync(string owner, ImmutableArray<DeliveryOutcome> outcomes, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            foreach (var outcome in outcomes)
            {
                if (!Complete(transaction.Session, owner, outcome))
                {
                    continue;
                }

                if (outcome.Case is { } opened)
                {
                    SqliteCases.Insert(transaction.Session, outcome.Action, opened, outcome.At);
                }

                if (outcome.Delivery is { } delivery)
                {
                    SqliteDeliveries.Insert(transaction.Session, outcome.Action, delivery, outcome.At);
                }
            }

            return true;
        },
        cancellationToken);

    public Task<ImmutableArray<OutboxItem>> UnannouncedFailuresAsync(int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var items = ImmutableArray.CreateBuilder<OutboxItem>();
            using var statement = session.Use($"SELECT {Columns} FROM outbox WHERE unannounced = 1 ORDER BY number LIMIT ?1");
            statement.Bind(1, (long)limit);
            while (statement.Read())
            {
                items.Add(Read(statement));
            }

            return items.ToImmutable();
        },
        cancellationToken);

    public Task FailuresAnnouncedAsync(ImmutableArray<string> actions, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            foreach (var action in actions)
            {
                using var statement = transaction.Session.Use("UPDATE outbox SET unannounced = 0 WHERE id = ?1");
                statement.Bind(1, action).Run();
            }

            return true;
        },
        cancellationToken);

    public Task<bool> RetryAsync(string action, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var statement = transaction.Session.Use("UPDATE outbox SET status = 3, status_at = ?2, attempts = 0, next_attempt_at = 0, lease_owner = NULL, lease_until = NULL, left_by = NULL, unannounced = 0 WHERE id = ?1 AND status IN (6, 7)");
            return statement.Bind(1, action).Bind(2, journeyClock.GetUtcNow()).Run() > 0;
        },
        cancellationToken);

    public Task<SendingState> GetAsync(CancellationToken cancellationToken) => database.ReadAsync(Sending, cancellationToken);

    public Task<SendingState> SetAsync(bool stopped, string by, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            transaction =>
            {
                using (var statement = transaction.Session.Use("UPDATE sending SET stopped = ?1, version = version + 1, changed_by = ?2, changed_at = ?3 WHERE id = 1 AND stopped <> ?1"))
                {
                    statement.Bind(1, stopped ? 1L : 0L).Bind(2, by).Bind(3, now).Run();
                }

                return Sending(transaction.Session);
            },
            cancellationToken);
    }

    internal static OutboxItem Read(SqliteStatement s) => new()
    {
        Key = CustomerKey.Parse(s.Text(1)),
        Status = (ActionStatus)s.Int(2),
        StatusAt = s.Time(3),
        Reason = (HoldReason)s.Int(4),
        NextAt = s.TimeOrNull(5),
        Attempts = s.Int(6),
        NextAttemptAt = s.TimeOrNull(7),
        LastError = s.TextOrNull(8),
        Action = OfferCodes.With(StoreJson.Action(s.Bytes(9)), s.TextOrNull(11)),
        HeldBy = s.TextOrNull(10),
        LeftBy = s.TextOrNull(12),
    };

    private static ImmutableArray<long> DueNumbers(SqliteSession session, DateTimeOffset now, int limit)
    {
        var due = ImmutableArray.CreateBuilder<long>();
        using var statement = session.Use(
            """
            SELECT number FROM outbox WHERE status = 3 AND next_attempt_at <= ?1 AND (lease_until IS NULL OR lease_until <= ?1)
                AND (SELECT stopped FROM sending WHERE id = 1) = 0 AND NOT EXISTS (SELECT 1 FROM policy_switches s WHERE s.policy = outbox.policy AND s.stopped = 1)
            ORDER BY promotion, next_attempt_at, number LIMIT ?2
            """);
        statement.Bind(1, now).Bind(2, (long)limit);
        while (statement.Read())
        {
            due.Add(statement.Long(0));
        }

        return due.ToImmutable();
    }

    private static OutboxItem? Lease(SqliteSession session, long number, string owner, DateTimeOffset now, TimeSpan lease)
    {
        using (var take = session.Use(
            """
            UPDATE outbox SET lease_owner = ?2, lease_until = ?3 WHERE number = ?1 AND status = 3 AND next_attempt_at <= ?4 AND (lease_until IS NULL OR lease_until <= ?4)
                AND (SELECT stopped FROM sending WHERE id = 1) = 0 AND NOT EXISTS (SELECT 1 FROM policy_switches s WHERE s.policy = outbox.policy AND s.stopped = 1)
            """))
        {
            if (take.Bind(1, number).Bind(2, owner).Bind(3, now + lease).Bind(4, now).Run() == 0)
            {
                return null;
            }
        }

        using var read = session.Use($"SELECT {Columns} FROM outbox WHERE number = ?1");
        read.Bind(1, number).Read();
        return Read(read);
    }

    private static bool Complete(SqliteSession session, string owner, DeliveryOutcome outcome)
    {
        using var statement = session.Use(
            """
            UPDATE outbox SET status = ?3, status_at = CASE WHEN ?3 = 3 THEN status_at ELSE ?4 END, next_attempt_at = ?5, last_error = coalesce(?6, last_error),
                attempts = attempts + ?7, lease_owner = NULL, lease_until = NULL, left_by = CASE WHEN ?8 THEN left_by END, unannounced = (?3 = 6 AND kind IN (1, 2) AND test = 0)
            WHERE id = ?1 AND lease_owner = ?2 AND status = 3
            """);
        return statement.Bind(1, outcome.Action).Bind(2, owner).Bind(3, (long)outcome.Status).Bind(4, outcome.At).Bind(5, outcome.NextAttemptAt)
            .Bind(6, outcome.Error).Bind(7, outcome.Postponed ? 0L : 1L).Bind(8, outcome.Uncertain ? 1L : 0L).Run() > 0;
    }

    private static SendingState Sending(SqliteSession session)
    {
        using var statement = session.Use("SELECT stopped, version, changed_by, changed_at FROM sending WHERE id = 1");
        statement.Read();
        return new SendingState { Stopped = statement.Long(0) != 0, Version = statement.Long(1), ChangedBy = statement.TextOrNull(2), ChangedAt = statement.TimeOrNull(3) };
    }
}
