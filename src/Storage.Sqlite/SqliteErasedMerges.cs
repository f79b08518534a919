using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage.Erasure;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>Removes what is stored of a customer with others that it was merged with: touchpoints in their histories, states that it was a part of, and the merges.</summary>
internal sealed class SqliteErasedMerges(SqliteDatabase database)
{
    /// <summary>Gives how many rows of histories were removed; fewer than asked for: nothing is left.</summary>
    public async Task<int> RemoveAsync(CustomerKey key, int max, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(session => Find(session, key, max), cancellationToken);
        return await database.WriteAsync(
            transaction =>
            {
                foreach (var number in rows)
                {
                    foreach (var table in (ReadOnlySpan<string>)["remarks", "remark_corrections"])
                    {
                        using var said = transaction.Session.Use($"DELETE FROM {table} WHERE (key, sequence) = (SELECT key, sequence FROM history WHERE number = ?1)");
                        said.Bind(1, number).Run();
                    }

                    using var delete = transaction.Session.Use("DELETE FROM history WHERE number = ?1");
                    delete.Bind(1, number).Run();
                }

                if (rows.Count < max)
                {
                    Forget(transaction.Session, key);
                }

                return rows.Count;
            },
            cancellationToken);
    }

    // In other customers' histories: the touchpoints of this customer, found by the hash keyed with its id, and the states that merges left, from the first merge on.
    private static List<long> Find(SqliteSession session, CustomerKey key, int max)
    {
        var found = new List<long>();
        using var statement = session.Use(
            """
            SELECT h.number, h.kind, h.source, h.id, h.hash FROM history h
            JOIN (SELECT kin, min(at) AS at FROM (
                SELECT into_key AS kin, at FROM merges WHERE from_key = ?1 UNION ALL SELECT from_key, at FROM merges WHERE into_key = ?1) GROUP BY kin) k ON k.kin = h.key
            WHERE h.received_at >= k.at AND h.kind IN (1, 5, 6)
            """);
        statement.Bind(1, key.ToString());
        while (found.Count < max && statement.Read())
        {
            if (statement.Int(1) != 1 || ErasedIdentities.Are(key, statement.Text(2), statement.Text(3), statement.Long(4)))
            {
                found.Add(statement.Long(0));
            }
        }

        return found;
    }

    private static void Forget(SqliteSession session, CustomerKey key)
    {
        using (var states = session.Use(
            """
            UPDATE merges SET into_before = x'' WHERE into_key IN (SELECT into_key FROM merges WHERE from_key = ?1)
                AND number > (SELECT min(number) FROM merges WHERE from_key = ?1)
            """))
        {
            states.Bind(1, key.ToString()).Run();
        }

        using var merges = session.Use("DELETE FROM merges WHERE from_key = ?1 OR into_key = ?1");
        merges.Bind(1, key.ToString()).Run();
    }
}
