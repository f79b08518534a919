using System.Text.Json;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage.Catalogue;
using CxOrchestrator.Storage.Erasure;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>Removes what is stored of a customer, in transactions of a bounded size.</summary>
internal sealed class PostgresErasedParts(PostgresDatabase database)
{
    private const int PageMax = 500;

    public Task<int> RemoveAsync(CustomerKey key, ErasedPart part, int max, CancellationToken cancellationToken) => part switch
    {
        ErasedPart.Examples => ExamplesAsync(key, cancellationToken),
        ErasedPart.AuditEntries => WriteAsync(connection => BlankAuditAsync(connection, key, cancellationToken), cancellationToken),
        ErasedPart.Codes => WriteAsync(connection => CodesAsync(connection, key, cancellationToken), cancellationToken),
        ErasedPart.Actions => RowsAsync("outbox", "number", key, max, cancellationToken),
        ErasedPart.Cases => RowsAsync("cases", "number", key, max, cancellationToken),
        ErasedPart.Decisions => RowsAsync("decisions", "number", key, max, cancellationToken),
        ErasedPart.Touchpoints => TouchpointsAsync(key, max, cancellationToken),
        ErasedPart.DeadLetters => DeadLettersAsync(key, max, cancellationToken),
        ErasedPart.Consents => RowsAsync("consents", "number", key, max, cancellationToken),
        ErasedPart.Remarks => RowsAsync("remarks", "number", key, max, cancellationToken),
        ErasedPart.Corrections => RowsAsync("remark_corrections", "number", key, max, cancellationToken),
        ErasedPart.Links => WriteAsync(connection => LinksAsync(connection, key, cancellationToken), cancellationToken),
        ErasedPart.Samples => SamplesAsync(key, cancellationToken),
        ErasedPart.Schedules => WriteAsync(connection => SchedulesAsync(connection, key, cancellationToken), cancellationToken),
        ErasedPart.SourceDeliveries => WriteAsync(connection => SourceDeliveriesAsync(connection, key, cancellationToken), cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, null),
    };

    /// <summary>Entries about the customer, its actions and its cases say no longer about whom.</summary>
    public static Task<int> BlankAuditAsync(NpgsqlConnection connection, CustomerKey key, CancellationToken cancellationToken) => connection.ExecuteAsync(
        """
        UPDATE audit SET id = 'erased', detail = NULL WHERE id IS DISTINCT FROM 'erased' AND number IN (
            SELECT number FROM audit WHERE kind = 'customer' AND id = $1
            UNION SELECT number FROM audit WHERE kind = 'action' AND id IN (SELECT id FROM outbox WHERE key = $2)
            UNION SELECT number FROM audit WHERE kind = 'case' AND id IN (SELECT id FROM cases WHERE key = $2)
            UNION SELECT number FROM audit WHERE action = 'testSent' AND strpos(detail, $1) > 0)
        """,
        [key.Customer.Value, key.ToString()],
        cancellationToken);

    private Task<int> WriteAsync(Func<NpgsqlConnection, Task<int>> write, CancellationToken cancellationToken) => database.WriteAsync(write, cancellationToken, repeatable: true);

    private Task<int> RowsAsync(string table, string order, CustomerKey key, int max, CancellationToken cancellationToken) => WriteAsync(
        connection => connection.ExecuteAsync(
            $"DELETE FROM {table} WHERE key = $1 AND {order} <= (SELECT max({order}) FROM (SELECT {order} FROM {table} WHERE key = $1 ORDER BY {order} LIMIT $2) AS first)",
            [key.ToString(), max],
            cancellationToken),
        cancellationToken);

    // Its own first; then what is of it in the histories of customers that it was a part of for a time.
    private async Task<int> TouchpointsAsync(CustomerKey key, int max, CancellationToken cancellationToken)
    {
        var own = await RowsAsync("history", "sequence", key, max, cancellationToken);
        return own == max ? own : own + await new PostgresErasedMerges(database).RemoveAsync(key, max - own, cancellationToken);
    }

    private static async Task<int> CodesAsync(NpgsqlConnection connection, CustomerKey key, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("UPDATE codes SET redeemed_by = NULL WHERE redeemed_by = $1", [key.ToString()], cancellationToken);
        return await connection.ExecuteAsync("UPDATE codes SET key = NULL, action = 'erased-' || number WHERE key = $1", [key.ToString()], cancellationToken);
    }

    private static async Task<int> LinksAsync(NpgsqlConnection connection, CustomerKey key, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("DELETE FROM identities WHERE key = $1", [key.ToString()], cancellationToken);
        await connection.ExecuteAsync("DELETE FROM identity_claims WHERE key = $1", [key.ToString()], cancellationToken);
        return await connection.ExecuteAsync("DELETE FROM identity_links WHERE one = $1 OR other = $1", [key.ToString()], cancellationToken);
    }

    // A run of a schedule goes on after the customer before: nobody is done twice.
    private static Task<int> SchedulesAsync(NpgsqlConnection connection, CustomerKey key, CancellationToken cancellationToken) => connection.ExecuteAsync(
        "UPDATE schedules SET running_after = coalesce((SELECT max(key) FROM customers WHERE key < $1), '') WHERE running_after = $1", [key.ToString()], cancellationToken);

    private static async Task<int> SourceDeliveriesAsync(NpgsqlConnection connection, CustomerKey key, CancellationToken cancellationToken)
    {
        // One that waits to be enriched may hold events of others: it goes its way, and what it brings of the customer is not applied.
        var bodies = new CustomerBodies(key);
        return await NamingAsync("source_deliveries", "SELECT number, coalesce(body, ''), coalesce(result, '') FROM source_deliveries")
            + await NamingAsync("waiting_deliveries", "SELECT number, body, '' FROM waiting_deliveries WHERE dead_at IS NOT NULL");

        async Task<int> NamingAsync(string table, string rows)
        {
            var named = new List<long>();
            await using (var all = connection.Command(rows, []))
            await using (var reader = await all.ExecuteReaderAsync(cancellationToken))
            {
                while (await reader.ReadAsync(cancellationToken))
                {
                    if (bodies.Names(reader.Bytes(1)) || bodies.Names(System.Text.Encoding.UTF8.GetBytes(reader.GetString(2))))
                    {
                        named.Add(reader.GetInt64(0));
                    }
                }
            }

            return named.Count == 0 ? 0 : await connection.ExecuteAsync($"DELETE FROM {table} WHERE number = ANY($1)", [named.ToArray()], cancellationToken);
        }
    }

    private async Task<int> DeadLettersAsync(CustomerKey key, int max, CancellationToken cancellationToken)
    {
        var bodies = new CustomerBodies(key);
        return await WriteAsync(
            async connection =>
            {
                var own = await connection.RowsAsync(
                    "SELECT number FROM dead_letters WHERE customer = $1 LIMIT $2", [key.Customer.Value, max], r => r.GetInt64(0), cancellationToken);
                List<long> numbers = [.. own];
                await using (var nobodys = connection.Command($"SELECT number, body, detail FROM dead_letters WHERE {CustomerLetters.Unsure}", []))
                await using (var reader = await nobodys.ExecuteReaderAsync(cancellationToken))
                {
                    while (numbers.Count < max && await reader.ReadAsync(cancellationToken))
                    {
                        if (bodies.Names(reader.Bytes(1)) || bodies.Names(System.Text.Encoding.UTF8.GetBytes(reader.GetString(2))))
                        {
                            numbers.Add(reader.GetInt64(0));
                        }
                    }
                }

                return numbers.Count == 0 ? 0 : await connection.ExecuteAsync("DELETE FROM dead_letters WHERE number = ANY($1)", [numbers.ToArray()], cancellationToken);
            },
            cancellationToken);
    }

    private async Task<int> SamplesAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        var ids = await database.RunAsync(
            connection => connection.RowsAsync("SELECT id FROM backtests WHERE report IS NOT NULL", [], r => r.GetString(0), cancellationToken), cancellationToken);
        var removed = 0;
        foreach (var id in ids)
        {
            removed += await WriteAsync(
                async connection =>
                {
                    var report = await connection.RowAsync("SELECT report FROM backtests WHERE id = $1 AND report IS NOT NULL FOR UPDATE", [id], r => r.GetString(0), cancellationToken);
                    var samples = 0;
                    if (report is not null && ErasedReports.Without(report, key.Customer.Value, out samples) is { } without)
                    {
                        await connection.ExecuteAsync("UPDATE backtests SET report = $2 WHERE id = $1", [id, without], cancellationToken);
                    }

                    return samples;
                },
                cancellationToken);
        }

        return removed;
    }

    private async Task<int> ExamplesAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        var examples = new ErasedExamples();
        for (var after = 0L; ;)
        {
            var page = await database.RunAsync(
                connection => connection.RowsAsync(
                    "SELECT sequence, kind, type, input FROM history WHERE key = $1 AND sequence > $2 ORDER BY sequence LIMIT $3",
                    [key.ToString(), after, PageMax],
                    r => (Sequence: r.GetInt64(0), Kind: r.GetInt16(1), Type: r.GetString(2), Input: r.Bytes(3)),
                    cancellationToken),
                cancellationToken);
            foreach (var row in page.Where(p => p.Kind == 1))
            {
                examples.Add(row.Type, row.Input);
            }

            if (page.Length < PageMax)
            {
                break;
            }

            after = page[^1].Sequence;
        }

        return await WriteAsync(
            async connection =>
            {
                var changed = 0;
                foreach (var type in examples.Types.Order(StringComparer.Ordinal))
                {
                    changed += await ExamplesAsync(connection, type, examples, cancellationToken);
                }

                return changed;
            },
            cancellationToken);
    }

    private static async Task<int> ExamplesAsync(NpgsqlConnection connection, string type, ErasedExamples examples, CancellationToken cancellationToken)
    {
        var detail = await connection.RowAsync("SELECT detail FROM event_types WHERE type = $1 FOR UPDATE", [type], r => r.GetString(0), cancellationToken);
        return detail is not null && examples.Without(type, JsonSerializer.Deserialize(detail, SeenJson.Default.SeenDetail)!) is { } without
            ? await connection.ExecuteAsync(
                "UPDATE event_types SET detail = $2 WHERE type = $1", [type, StorableText.Of(JsonSerializer.Serialize(without, SeenJson.Default.SeenDetail))], cancellationToken)
            : 0;
    }
}
