using System.Collections.Immutable;
using System.Text;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresDeliveries(PostgresDatabase database) : IDeliveries
{
    private const string Columns =
        "number, action, key, connection, channel, address, provider_id, answer, sent_at, (SELECT max(step) FROM delivery_steps s WHERE s.action = deliveries.action AND NOT s.automated)";

    private const string StepColumns =
        "s.number, s.reporter, s.event_id, s.step, s.action, s.provider_id, s.at, s.reason, s.permanent, s.url, s.text, s.automated, (SELECT connection FROM deliveries d WHERE d.action = s.action), coalesce((SELECT address FROM deliveries d WHERE d.action = s.action), s.address)";

    public Task BeginAsync(string owner, ImmutableArray<(string Action, string Connection)> sends, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.ExecuteAsync(
            """
            UPDATE outbox SET left_by = b.connection FROM unnest($1, $2) AS b (action, connection)
            WHERE outbox.id = b.action AND lease_owner = $3 AND status = 3
            """,
            [sends.Select(s => s.Action).ToArray(), sends.Select(s => s.Connection).ToArray(), owner],
            cancellationToken),
        cancellationToken,
        repeatable: true);

    public Task<Delivery?> FindAsync(string action, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowAsync($"SELECT {Columns} FROM deliveries WHERE action = $1", [action], Read, cancellationToken), cancellationToken);

    public Task<SentMessage?> MessageAsync(string action, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowAsync(
            "SELECT message FROM deliveries WHERE action = $1", [action], r => StoreJson.Message(Encoding.UTF8.GetBytes(r.GetString(0))), cancellationToken),
        cancellationToken);

    public Task<Page<Delivery>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken)
    {
        var conditions = new List<string> { "number < $1" };
        var values = new List<object?> { Cursors.Number(query.Cursor), query.Limit + 1 };
        if (query.Connection is { } name)
        {
            values.Add(name);
            conditions.Add($"connection = ${values.Count}");
        }

        if (query.Customer is { } customer)
        {
            values.Add(customer.ToString());
            conditions.Add($"key = ${values.Count}");
        }

        return database.RunAsync(
            async connection => NumberPages.Of(
                await connection.RowsAsync(
                    $"SELECT {Columns} FROM deliveries WHERE {string.Join(" AND ", conditions)} ORDER BY number DESC LIMIT $2", [.. values], Read, cancellationToken),
                query.Limit,
                d => d.Number),
            cancellationToken);
    }

    public Task<Delivery?> LatestToAsync(string connection, string address, CancellationToken cancellationToken) => database.RunAsync(
        c => c.RowAsync($"SELECT {Columns} FROM deliveries WHERE connection = $1 AND address = $2 ORDER BY number DESC LIMIT 1", [connection, address], Read, cancellationToken),
        cancellationToken);

    public Task<int> ReportAsync(ImmutableArray<NewStep> steps, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var stored = 0;

            // In the order of their names: two who report at once never wait for each other in a circle.
            foreach (var step in steps.OrderBy(s => s.Reporter, StringComparer.Ordinal).ThenBy(s => s.EventId, StringComparer.Ordinal))
            {
                stored += await InsertAsync(connection, step, cancellationToken);
            }

            return stored;
        },
        cancellationToken,
        repeatable: true);

    public Task<ImmutableArray<StoredStep>> StepsAsync(string action, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            $"SELECT {StepColumns} FROM delivery_steps s WHERE s.action = $1 ORDER BY s.number LIMIT $2", [action, IDeliveries.ReportsMax], ReadStep, cancellationToken),
        cancellationToken);

    public async Task<ImmutableArray<(StoredStep Step, OutboxItem Item)>> UnannouncedAsync(int limit, CancellationToken cancellationToken)
    {
        // Reports that came before the provider's answer was stored find their message now.
        if (await database.RunAsync(connection => connection.ScalarAsync<bool>($"SELECT EXISTS ({Matches("1")})", [], cancellationToken), cancellationToken))
        {
            await database.WriteAsync(
                connection => connection.ExecuteAsync(
                    $"UPDATE delivery_steps SET action = d.action, key = d.key FROM ({Matches("s.number, d.action, d.key")}) AS d WHERE delivery_steps.number = d.number",
                    [],
                    cancellationToken),
                cancellationToken,
                repeatable: true);
        }

        var steps = await database.RunAsync(
            connection => connection.RowsAsync(
                $"SELECT {StepColumns} FROM delivery_steps s WHERE NOT s.announced AND s.action IS NOT NULL ORDER BY s.number LIMIT $1", [limit], ReadStep, cancellationToken),
            cancellationToken);
        if (steps.IsEmpty)
        {
            return [];
        }

        var items = await database.RunAsync(
            connection => connection.RowsAsync(
                $"SELECT {PostgresOutbox.Columns} FROM outbox WHERE id = ANY($1)", [steps.Select(s => s.Reported.Action).Distinct().ToArray()], PostgresOutbox.Read, cancellationToken),
            cancellationToken);
        var byId = items.ToDictionary(i => i.Action.Id, StringComparer.Ordinal);
        return [.. steps.Where(s => byId.ContainsKey(s.Reported.Action!)).Select(s => (s, byId[s.Reported.Action!]))];
    }

    public Task AnnouncedAsync(ImmutableArray<long> numbers, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.ExecuteAsync("UPDATE delivery_steps SET announced = true WHERE number = ANY($1)", [numbers.ToArray()], cancellationToken), cancellationToken);

    /// <summary>Stores the delivery of an action, with the steps that its send made; sent again it keeps its row.</summary>
    public static async Task InsertAsync(NpgsqlConnection connection, string action, NewDelivery delivery, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(
            """
            INSERT INTO deliveries AS d (action, key, connection, channel, address, provider_id, answer, sent_at, message)
            SELECT id, key, $2, $3, $4, $5, $6, $7, $8 FROM outbox WHERE id = $1
            ON CONFLICT (action) DO UPDATE SET connection = excluded.connection, address = excluded.address, provider_id = coalesce(excluded.provider_id, d.provider_id),
                answer = excluded.answer, message = excluded.message
            """,
            [
                action, delivery.Connection, delivery.Channel, delivery.Message.To, delivery.ProviderId, delivery.Answer, at, Encoding.UTF8.GetString(StoreJson.Of(delivery.Message)),
            ],
            cancellationToken);
        foreach (var step in SendSteps.Of(action, delivery, at))
        {
            await InsertAsync(connection, step, cancellationToken);
        }
    }

    private static Task<int> InsertAsync(NpgsqlConnection connection, NewStep step, CancellationToken cancellationToken) => connection.ExecuteAsync(
        """
        INSERT INTO delivery_steps (reporter, event_id, step, action, key, provider_id, at, reason, permanent, url, text, automated, announced, address)
        SELECT $1, $2, $3, o.id, o.key, $5, $6, $7, $8, $9, $10, $11, $11, CASE WHEN o.id IS NOT NULL THEN $12 END FROM (SELECT 1) AS one LEFT JOIN outbox o ON o.id = $4
        ON CONFLICT (reporter, event_id) DO NOTHING
        """,
        [
            step.Reporter, step.EventId, (short)step.Step, step.Action ?? "", step.ProviderId, step.At, step.Reason, step.Permanent, step.Url, step.Text, step.Automated, step.Address,
        ],
        cancellationToken);

    private static string Matches(string columns) =>
        $"SELECT {columns} FROM delivery_steps s JOIN deliveries d ON d.connection = s.reporter AND d.provider_id = s.provider_id WHERE s.action IS NULL";

    private static Delivery Read(NpgsqlDataReader r) => new()
    {
        Number = r.GetInt64(0),
        Action = r.GetString(1),
        Key = CustomerKey.Parse(r.GetString(2)),
        Connection = r.GetString(3),
        Channel = r.GetString(4),
        Address = r.GetString(5),
        ProviderId = r.TextOrNull(6),
        Answer = r.TextOrNull(7),
        SentAt = r.Time(8),
        Step = r.IsDBNull(9) ? DeliveryStep.Sent : (DeliveryStep)r.GetInt16(9),
    };

    private static StoredStep ReadStep(NpgsqlDataReader r) => new(
        r.GetInt64(0),
        new NewStep
        {
            Reporter = r.GetString(1),
            EventId = r.GetString(2),
            Step = (DeliveryStep)r.GetInt16(3),
            Action = r.TextOrNull(4),
            ProviderId = r.TextOrNull(5),
            At = r.Time(6),
            Reason = r.TextOrNull(7),
            Permanent = r.GetBoolean(8),
            Url = r.TextOrNull(9),
            Text = r.TextOrNull(10),
            Automated = r.GetBoolean(11),
        },
        r.TextOrNull(12),
        r.TextOrNull(13));
}
