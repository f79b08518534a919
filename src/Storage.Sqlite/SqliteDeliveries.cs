using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteDeliveries(SqliteDatabase database) : IDeliveries
{
    private const string Columns =
        "number, action, key, connection, channel, address, provider_id, answer, sent_at, (SELECT max(step) FROM delivery_steps s WHERE s.action = deliveries.action AND s.automated = 0)";

    private const string StepColumns =
        "s.number, s.reporter, s.event_id, s.step, s.action, s.provider_id, s.at, s.reason, s.permanent, s.url, s.text, s.automated, (SELECT connection FROM deliveries d WHERE d.action = s.action), coalesce((SELECT address FROM deliveries d WHERE d.action = s.action), s.address)";

    public Task BeginAsync(string owner, ImmutableArray<(string Action, string Connection)> sends, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            foreach (var (action, connection) in sends)
            {
                using var statement = transaction.Session.Use("UPDATE outbox SET left_by = ?3 WHERE id = ?1 AND lease_owner = ?2 AND status = 3");
                statement.Bind(1, action).Bind(2, owner).Bind(3, connection).Run();
            }

            return true;
        },
        cancellationToken);

    public Task<Delivery?> FindAsync(string action, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {Columns} FROM deliveries WHERE action = ?1");
            return statement.Bind(1, action).Read() ? Read(statement) : null;
        },
        cancellationToken);

    public Task<SentMessage?> MessageAsync(string action, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use("SELECT message FROM deliveries WHERE action = ?1");
            return statement.Bind(1, action).Read() ? StoreJson.Message(statement.Bytes(0)) : null;
        },
        cancellationToken);

    public Task<Page<Delivery>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken)
    {
        var before = Cursors.Number(query.Cursor);
        return database.ReadAsync(
            session =>
            {
                using var statement = session.Use(
                    (query.Connection, query.Customer) switch
                    {
                        ({ }, { }) => $"SELECT {Columns} FROM deliveries WHERE number < ?1 AND key = ?4 AND connection = ?3 ORDER BY number DESC LIMIT ?2",
                        ({ }, null) => $"SELECT {Columns} FROM deliveries WHERE number < ?1 AND connection = ?3 ORDER BY number DESC LIMIT ?2",
                        (null, { }) => $"SELECT {Columns} FROM deliveries WHERE number < ?1 AND key = ?4 ORDER BY number DESC LIMIT ?2",
                        _ => $"SELECT {Columns} FROM deliveries WHERE number < ?1 ORDER BY number DESC LIMIT ?2",
                    });
                statement.Bind(1, before).Bind(2, (long)query.Limit + 1);
                if (query.Connection is { } connection)
                {
                    statement.Bind(3, connection);
                }

                if (query.Customer is { } customer)
                {
                    statement.Bind(4, customer.ToString());
                }

                return SqlitePages.Of(statement, query.Limit, Read, d => d.Number);
            },
            cancellationToken);
    }

    public Task<Delivery?> LatestToAsync(string connection, string address, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {Columns} FROM deliveries WHERE connection = ?1 AND address = ?2 ORDER BY number DESC LIMIT 1");
            return statement.Bind(1, connection).Bind(2, address).Read() ? Read(statement) : null;
        },
        cancellationToken);

    public Task<int> ReportAsync(ImmutableArray<NewStep> steps, CancellationToken cancellationToken) => database.WriteAsync(
        transaction => steps.Sum(s => Insert(transaction.Session, s)), cancellationToken);

    public Task<ImmutableArray<StoredStep>> StepsAsync(string action, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var found = ImmutableArray.CreateBuilder<StoredStep>();
            using var statement = session.Use($"SELECT {StepColumns} FROM delivery_steps s WHERE s.action = ?1 ORDER BY s.number LIMIT ?2");
            statement.Bind(1, action).Bind(2, (long)IDeliveries.ReportsMax);
            while (statement.Read())
            {
                found.Add(ReadStep(statement));
            }

            return found.ToImmutable();
        },
        cancellationToken);

    public async Task<ImmutableArray<(StoredStep Step, OutboxItem Item)>> UnannouncedAsync(int limit, CancellationToken cancellationToken)
    {
        // Reports that came before the provider's answer was stored find their message now.
        if (await database.ReadAsync(session => session.Number($"SELECT EXISTS ({Matches("1")})"), cancellationToken) != 0)
        {
            await database.WriteAsync(
                transaction =>
                {
                    using var match = transaction.Session.Use(
                        $"""
                        UPDATE delivery_steps SET action = d.action, key = d.key FROM ({Matches("s.number, d.action, d.key")}) AS d WHERE delivery_steps.number = d.number
                        """);
                    return match.Run();
                },
                cancellationToken);
        }

        return await database.ReadAsync(
            session =>
            {
                var found = ImmutableArray.CreateBuilder<(StoredStep, OutboxItem)>();
                using var statement = session.Use("SELECT number, action FROM delivery_steps WHERE announced = 0 AND action IS NOT NULL ORDER BY number LIMIT ?1");
                statement.Bind(1, (long)limit);
                var numbers = new List<(long Number, string Action)>();
                while (statement.Read())
                {
                    numbers.Add((statement.Long(0), statement.Text(1)));
                }

                foreach (var (number, action) in numbers)
                {
                    using var step = session.Use($"SELECT {StepColumns} FROM delivery_steps s WHERE s.number = ?1");
                    using var item = session.Use($"SELECT {SqliteOutbox.Columns} FROM outbox WHERE id = ?1");
                    if (step.Bind(1, number).Read() && item.Bind(1, action).Read())
                    {
                        found.Add((ReadStep(step), SqliteOutbox.Read(item)));
                    }
                }

                return found.ToImmutable();
            },
            cancellationToken);
    }

    public Task AnnouncedAsync(ImmutableArray<long> numbers, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            foreach (var number in numbers)
            {
                using var statement = transaction.Session.Use("UPDATE delivery_steps SET announced = 1 WHERE number = ?1");
                statement.Bind(1, number).Run();
            }

            return true;
        },
        cancellationToken);

    /// <summary>Stores the delivery of an action, with the steps that its send made; sent again it keeps its row.</summary>
    public static void Insert(SqliteSession session, string action, NewDelivery delivery, DateTimeOffset at)
    {
        using (var put = session.Use(
            """
            INSERT INTO deliveries (action, key, connection, channel, address, provider_id, answer, sent_at, message)
            SELECT id, key, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM outbox WHERE id = ?1
            ON CONFLICT (action) DO UPDATE SET connection = ?2, address = ?4, provider_id = coalesce(?5, provider_id), answer = ?6, message = ?8
            """))
        {
            put.Bind(1, action).Bind(2, delivery.Connection).Bind(3, delivery.Channel).Bind(4, delivery.Message.To).Bind(5, delivery.ProviderId).Bind(6, delivery.Answer)
                .Bind(7, at).BindText(8, StoreJson.Of(delivery.Message)).Run();
        }

        foreach (var step in SendSteps.Of(action, delivery, at))
        {
            Insert(session, step);
        }
    }

    private static int Insert(SqliteSession session, NewStep step)
    {
        using var put = session.Use(
            """
            INSERT INTO delivery_steps (reporter, event_id, step, action, key, provider_id, at, reason, permanent, url, text, automated, announced, address)
            SELECT ?1, ?2, ?3, o.id, o.key, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11, CASE WHEN o.id IS NOT NULL THEN ?12 END FROM (SELECT 1) LEFT JOIN outbox o ON o.id = ?4
            ON CONFLICT (reporter, event_id) DO NOTHING
            """);
        return put.Bind(1, step.Reporter).Bind(2, step.EventId).Bind(3, (long)step.Step).Bind(4, step.Action).Bind(5, step.ProviderId).Bind(6, step.At).Bind(7, step.Reason)
            .Bind(8, step.Permanent ? 1L : 0L).Bind(9, step.Url).Bind(10, step.Text).Bind(11, step.Automated ? 1L : 0L).Bind(12, step.Address).Run();
    }

    private static string Matches(string columns) =>
        $"SELECT {columns} FROM delivery_steps s JOIN deliveries d ON d.connection = s.reporter AND d.provider_id = s.provider_id WHERE s.action IS NULL";

    private static Delivery Read(SqliteStatement s) => new()
    {
        Number = s.Long(0),
        Action = s.Text(1),
        Key = CustomerKey.Parse(s.Text(2)),
        Connection = s.Text(3),
        Channel = s.Text(4),
        Address = s.Text(5),
        ProviderId = s.TextOrNull(6),
        Answer = s.TextOrNull(7),
        SentAt = s.Time(8),
        Step = s.IsNull(9) ? DeliveryStep.Sent : (DeliveryStep)s.Int(9),
    };

    private static StoredStep ReadStep(SqliteStatement s) => new(
        s.Long(0),
        new NewStep
        {
            Reporter = s.Text(1),
            EventId = s.Text(2),
            Step = (DeliveryStep)s.Int(3),
            Action = s.TextOrNull(4),
            ProviderId = s.TextOrNull(5),
            At = s.Time(6),
            Reason = s.TextOrNull(7),
            Permanent = s.Long(8) != 0,
            Url = s.TextOrNull(9),
            Text = s.TextOrNull(10),
            Automated = s.Long(11) != 0,
        },
        s.TextOrNull(12),
        s.TextOrNull(13));
}
