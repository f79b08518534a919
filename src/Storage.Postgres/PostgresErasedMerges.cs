using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage.Erasure;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>Removes what is stored of a customer with others that it was merged with: touchpoints in their histories, states that it was a part of, and the merges.</summary>
internal sealed class PostgresErasedMerges(PostgresDatabase database)
{
    /// <summary>Gives how many rows of histories were removed; fewer than asked for: nothing is left.</summary>
    public Task<int> RemoveAsync(CustomerKey key, int max, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var removed = 0;
            foreach (var (kin, sequence) in await FindAsync(connection, key, max, cancellationToken))
            {
                await connection.ExecuteAsync("DELETE FROM remarks WHERE key = $1 AND sequence = $2", [kin, sequence], cancellationToken);
                await connection.ExecuteAsync("DELETE FROM remark_corrections WHERE key = $1 AND sequence = $2", [kin, sequence], cancellationToken);
                removed += await connection.ExecuteAsync("DELETE FROM history WHERE key = $1 AND sequence = $2", [kin, sequence], cancellationToken);
            }

            if (removed < max)
            {
                await ForgetAsync(connection, key, cancellationToken);
            }

            return removed;
        },
        cancellationToken,
        repeatable: true);

    // In other customers' histories: the touchpoints of this customer, found by the hash keyed with its id, and the states that merges left, from the first merge on.
    private static async Task<List<(string Key, long Sequence)>> FindAsync(NpgsqlConnection connection, CustomerKey key, int max, CancellationToken cancellationToken)
    {
        var found = new List<(string, long)>();
        await using var command = connection.Command(
            """
            SELECT h.key, h.sequence, h.kind, h.source, h.id, h.hash FROM history h
            JOIN (SELECT kin, min(at) AS at FROM (
                SELECT into_key AS kin, at FROM merges WHERE from_key = $1 UNION ALL SELECT from_key, at FROM merges WHERE into_key = $1) AS merged GROUP BY kin) k ON k.kin = h.key
            WHERE h.received_at >= k.at AND h.kind IN (1, 5, 6)
            """,
            [key.ToString()]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (found.Count < max && await reader.ReadAsync(cancellationToken))
        {
            if (reader.GetInt16(2) != 1 || ErasedIdentities.Are(key, reader.GetString(3), reader.GetString(4), reader.GetInt64(5)))
            {
                found.Add((reader.GetString(0), reader.GetInt64(1)));
            }
        }

        return found;
    }

    private static async Task ForgetAsync(NpgsqlConnection connection, CustomerKey key, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(
            """
            UPDATE merges SET into_before = ''::bytea WHERE into_key IN (SELECT into_key FROM merges WHERE from_key = $1)
                AND number > (SELECT min(number) FROM merges WHERE from_key = $1)
            """,
            [key.ToString()],
            cancellationToken);
        await connection.ExecuteAsync("DELETE FROM merges WHERE from_key = $1 OR into_key = $1", [key.ToString()], cancellationToken);
    }
}
