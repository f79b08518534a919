using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage.Erasure;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Storage.Sqlite.Log;

/// <summary>Looks through the customer's partition, in chunks, and removes what is the customer's.</summary>
internal sealed class EmbeddedLogErasure(SqliteDatabase database) : IErasableLog
{
    private const int ChunkMax = 1_000;

    public async Task<ErasedRecords> EraseAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        var bodies = new CustomerBodies(key);
        var partition = KeyHash.Shard(key.ToString(), database.Head.Partitions);
        var (removed, waiting) = (0, 0);
        for (var after = -1L; ;)
        {
            var (last, found, count) = await database.ReadAsync(session => Look(session, partition, after, bodies), cancellationToken);
            if (found.Count > 0)
            {
                var (gone, left) = await database.WriteAsync(transaction => Remove(transaction, partition, found), cancellationToken);
                (removed, waiting) = (removed + gone, waiting + left);
            }

            if (count < ChunkMax)
            {
                return new ErasedRecords(removed, waiting);
            }

            after = last;
        }
    }

    private static (long Last, List<long> Found, int Count) Look(SqliteSession session, int partition, long after, CustomerBodies bodies)
    {
        var (last, found, count) = (after, new List<long>(), 0);
        using var statement = session.Use("SELECT position, body FROM log_records WHERE partition = ?1 AND position > ?2 ORDER BY position LIMIT ?3");
        statement.Bind(1, (long)partition).Bind(2, after).Bind(3, (long)ChunkMax);
        while (statement.Read())
        {
            (last, count) = (statement.Long(0), count + 1);
            if (bodies.Has(statement.Bytes(1)))
            {
                found.Add(last);
            }
        }

        return (last, found, count);
    }

    private static (int Gone, int Left) Remove(WriteTransaction transaction, int partition, List<long> positions)
    {
        var done = EmbeddedLog.StoredPosition(transaction.Session, partition);
        var (gone, left, bytes) = (0, 0, 0L);
        foreach (var position in positions)
        {
            if (position > done)
            {
                left++;
                continue;
            }

            using (var length = transaction.Session.Use("SELECT length(body) FROM log_records WHERE partition = ?1 AND position = ?2"))
            {
                bytes += length.Bind(1, (long)partition).Bind(2, position).Read() ? length.Long(0) : 0;
            }

            using var delete = transaction.Session.Use("DELETE FROM log_records WHERE partition = ?1 AND position = ?2");
            gone += delete.Bind(1, (long)partition).Bind(2, position).Run();
        }

        transaction.Log.Remove(bytes);
        return (gone, left);
    }
}
