using System.Text.Json;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage.Catalogue;
using CxOrchestrator.Storage.Erasure;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>Removes what is stored of a customer, in transactions of a bounded size.</summary>
internal sealed class SqliteErasedParts(SqliteDatabase database)
{
    private const int PageMax = 500;

    public Task<int> RemoveAsync(CustomerKey key, ErasedPart part, int max, CancellationToken cancellationToken) => part switch
    {
        ErasedPart.Examples => ExamplesAsync(key, cancellationToken),
        ErasedPart.AuditEntries => database.WriteAsync(t => BlankAudit(t.Session, key), cancellationToken),
        ErasedPart.Codes => database.WriteAsync(t => Codes(t.Session, key), cancellationToken),
        ErasedPart.Actions => RowsAsync("outbox", "number", key, max, cancellationToken),
        ErasedPart.Cases => RowsAsync("cases", "number", key, max, cancellationToken),
        ErasedPart.Decisions => RowsAsync("decisions", "number", key, max, cancellationToken),
        ErasedPart.Touchpoints => TouchpointsAsync(key, max, cancellationToken),
        ErasedPart.DeadLetters => DeadLettersAsync(key, max, cancellationToken),
        ErasedPart.Consents => RowsAsync("consents", "number", key, max, cancellationToken),
        ErasedPart.Remarks => RowsAsync("remarks", "number", key, max, cancellationToken),
        ErasedPart.Corrections => RowsAsync("remark_corrections", "number", key, max, cancellationToken),
        ErasedPart.Links => database.WriteAsync(t => Links(t.Session, key), cancellationToken),
        ErasedPart.Samples => SamplesAsync(key, cancellationToken),
        ErasedPart.Schedules => database.WriteAsync(t => Schedules(t.Session, key), cancellationToken),
        ErasedPart.SourceDeliveries => database.WriteAsync(t => SourceDeliveries(t.Session, key), cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, null),
    };

    /// <summary>Entries about the customer, its actions and its cases say no longer about whom.</summary>
    public static int BlankAudit(SqliteSession session, CustomerKey key)
    {
        using var statement = session.Use(
            """
            UPDATE audit SET id = 'erased', detail = NULL WHERE id IS NOT 'erased' AND number IN (
                SELECT number FROM audit WHERE kind = 'customer' AND id = ?1
                UNION SELECT number FROM audit WHERE kind = 'action' AND id IN (SELECT id FROM outbox WHERE key = ?2)
                UNION SELECT number FROM audit WHERE kind = 'case' AND id IN (SELECT id FROM cases WHERE key = ?2)
                UNION SELECT number FROM audit WHERE action = 'testSent' AND instr(detail, ?1) > 0)
            """);
        return statement.Bind(1, key.Customer.Value).Bind(2, key.ToString()).Run();
    }

    private Task<int> RowsAsync(string table, string order, CustomerKey key, int max, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var delete = transaction.Session.Use(
                $"DELETE FROM {table} WHERE key = ?1 AND {order} <= (SELECT max({order}) FROM (SELECT {order} FROM {table} WHERE key = ?1 ORDER BY {order} LIMIT ?2))");
            return delete.Bind(1, key.ToString()).Bind(2, (long)max).Run();
        },
        cancellationToken);

    // Its own first; then what is of it in the histories of customers that it was a part of for a time.
    private async Task<int> TouchpointsAsync(CustomerKey key, int max, CancellationToken cancellationToken)
    {
        var own = await RowsAsync("history", "sequence", key, max, cancellationToken);
        return own == max ? own : own + await new SqliteErasedMerges(database).RemoveAsync(key, max - own, cancellationToken);
    }

    private static int Codes(SqliteSession session, CustomerKey key)
    {
        using var given = session.Use("UPDATE codes SET key = NULL, action = 'erased-' || number WHERE key = ?1");
        var count = given.Bind(1, key.ToString()).Run();
        using var redeemed = session.Use("UPDATE codes SET redeemed_by = NULL WHERE redeemed_by = ?1");
        redeemed.Bind(1, key.ToString()).Run();
        return count;
    }

    private static int Links(SqliteSession session, CustomerKey key)
    {
        foreach (var table in (ReadOnlySpan<string>)["identities", "identity_claims"])
        {
            using var late = session.Use($"DELETE FROM {table} WHERE key = ?1");
            late.Bind(1, key.ToString()).Run();
        }

        using var links = session.Use("DELETE FROM identity_links WHERE one = ?1 OR other = ?1");
        return links.Bind(1, key.ToString()).Run();
    }

    // A run of a schedule goes on after the customer before: nobody is done twice.
    private static int Schedules(SqliteSession session, CustomerKey key)
    {
        using var update = session.Use(
            "UPDATE schedules SET running_after = coalesce((SELECT max(key) FROM customers WHERE key < ?1), '') WHERE running_after = ?1");
        return update.Bind(1, key.ToString()).Run();
    }

    private static int SourceDeliveries(SqliteSession session, CustomerKey key)
    {
        // One that waits to be enriched may hold events of others: it goes its way, and what it brings of the customer is not applied.
        var bodies = new CustomerBodies(key);
        return Naming("source_deliveries", "SELECT number, coalesce(body, x''), coalesce(result, '') FROM source_deliveries")
            + Naming("waiting_deliveries", "SELECT number, body, '' FROM waiting_deliveries WHERE dead_at IS NOT NULL");

        int Naming(string table, string all)
        {
            var numbers = new List<long>();
            using (var statement = session.Use(all))
            {
                while (statement.Read())
                {
                    if (bodies.Names(statement.Bytes(1)) || bodies.Names(statement.Bytes(2)))
                    {
                        numbers.Add(statement.Long(0));
                    }
                }
            }

            foreach (var number in numbers)
            {
                using var delete = session.Use($"DELETE FROM {table} WHERE number = ?1");
                delete.Bind(1, number).Run();
            }

            return numbers.Count;
        }
    }

    private async Task<int> DeadLettersAsync(CustomerKey key, int max, CancellationToken cancellationToken)
    {
        var bodies = new CustomerBodies(key);
        var found = await database.ReadAsync(
            session =>
            {
                var numbers = new List<long>();
                using (var own = session.Use("SELECT number FROM dead_letters WHERE customer = ?1 LIMIT ?2"))
                {
                    own.Bind(1, key.Customer.Value).Bind(2, (long)max);
                    while (own.Read())
                    {
                        numbers.Add(own.Long(0));
                    }
                }

                using var nobodys = session.Use($"SELECT number, body, detail FROM dead_letters WHERE {CustomerLetters.Unsure}");
                while (numbers.Count < max && nobodys.Read())
                {
                    if (bodies.Names(nobodys.Bytes(1)) || bodies.Names(nobodys.Bytes(2)))
                    {
                        numbers.Add(nobodys.Long(0));
                    }
                }

                return numbers;
            },
            cancellationToken);
        return await database.WriteAsync(
            transaction =>
            {
                foreach (var number in found)
                {
                    using var delete = transaction.Session.Use("DELETE FROM dead_letters WHERE number = ?1");
                    delete.Bind(1, number).Run();
                }

                return found.Count;
            },
            cancellationToken);
    }

    private async Task<int> SamplesAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        var ids = await database.ReadAsync(
            session =>
            {
                var with = new List<string>();
                using var statement = session.Use("SELECT id FROM backtests WHERE report IS NOT NULL");
                while (statement.Read())
                {
                    with.Add(statement.Text(0));
                }

                return with;
            },
            cancellationToken);
        var removed = 0;
        foreach (var id in ids)
        {
            removed += await database.WriteAsync(t => Samples(t.Session, id, key.Customer.Value), cancellationToken);
        }

        return removed;
    }

    private static int Samples(SqliteSession session, string id, string customer)
    {
        string? without;
        int samples;
        using (var read = session.Use("SELECT report FROM backtests WHERE id = ?1 AND report IS NOT NULL"))
        {
            if (!read.Bind(1, id).Read())
            {
                return 0;
            }

            without = ErasedReports.Without(read.Text(0), customer, out samples);
        }

        if (without is not null)
        {
            using var write = session.Use("UPDATE backtests SET report = ?2 WHERE id = ?1");
            write.Bind(1, id).Bind(2, without).Run();
        }

        return samples;
    }

    private async Task<int> ExamplesAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        var examples = new ErasedExamples();
        for (var after = 0L; ;)
        {
            var (last, count) = await database.ReadAsync(session => Page(session, key, after, examples), cancellationToken);
            if (count < PageMax)
            {
                break;
            }

            after = last;
        }

        return await database.WriteAsync(
            transaction => examples.Types.ToList().Sum(type => Examples(transaction.Session, type, examples)), cancellationToken);
    }

    private static (long Last, int Count) Page(SqliteSession session, CustomerKey key, long after, ErasedExamples examples)
    {
        var (last, count) = (after, 0);
        using var statement = session.Use("SELECT sequence, kind, type, input FROM history WHERE key = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3");
        statement.Bind(1, key.ToString()).Bind(2, after).Bind(3, (long)PageMax);
        while (statement.Read())
        {
            (last, count) = (statement.Long(0), count + 1);
            if (statement.Int(1) == 1)
            {
                examples.Add(statement.Text(2), statement.Bytes(3));
            }
        }

        return (last, count);
    }

    private static int Examples(SqliteSession session, string type, ErasedExamples examples)
    {
        SeenDetail? without;
        using (var read = session.Use("SELECT detail FROM event_types WHERE type = ?1"))
        {
            without = read.Bind(1, type).Read() ? examples.Without(type, JsonSerializer.Deserialize(read.Bytes(0), SeenJson.Default.SeenDetail)!) : null;
        }

        if (without is null)
        {
            return 0;
        }

        using var write = session.Use("UPDATE event_types SET detail = ?2 WHERE type = ?1");
        return write.Bind(1, type).BindText(2, JsonSerializer.SerializeToUtf8Bytes(without, SeenJson.Default.SeenDetail)).Run();
    }
}
