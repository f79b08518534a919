using System.Collections.Immutable;
using CxOrchestrator.Hosting;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Storage.Sqlite.Log;

/// <summary>One partition of the embedded log, read from its stored position on.</summary>
internal sealed class EmbeddedPartition(
    SqliteDatabase database, string log, int id, long after, Signal arrived, TimeProvider journeyClock, TimeProvider clock) : ILogPartition
{
    private long _after = after;

    public string Log => log;

    public int Id => id;

    public async Task<LogChunk> PollAsync(int countMax, TimeSpan wait, CancellationToken cancellationToken)
    {
        var chunk = await ReadAsync(countMax, cancellationToken);
        var start = clock.GetTimestamp();
        while (chunk.Records.IsEmpty && wait - clock.GetElapsedTime(start) is var left && left > TimeSpan.Zero)
        {
            // Woken is not yet brought: the signal may stand for a record that was read before.
            await arrived.WaitAsync(left, clock, cancellationToken);
            chunk = await ReadAsync(countMax, cancellationToken);
        }

        _after = chunk.Records.IsEmpty ? _after : chunk.Records[^1].Position;
        return chunk;
    }

    public Task StoreAsync(long position, DateTimeOffset readThrough, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var statement = transaction.Session.Use(
                """
                INSERT INTO log_positions (partition, position, through) VALUES (?1, max(?2, 0), ?3)
                ON CONFLICT (partition) DO UPDATE SET position = max(position, ?2), through = max(through, ?3)
                """);
            statement.Bind(1, (long)id).Bind(2, position).Bind(3, readThrough).Run();
            return true;
        },
        cancellationToken);

    private Task<LogChunk> ReadAsync(int countMax, CancellationToken cancellationToken)
    {
        // Before the read: a record appended after this moment may not be in it.
        var settled = database.Tail.SettledBy(journeyClock);
        return database.ReadAsync(
            session =>
            {
                var records = ImmutableArray.CreateBuilder<LogRecord>();
                var bytes = 0;
                var more = false;
                using var statement = session.Use("SELECT position, source, received_at, body FROM log_records WHERE partition = ?1 AND position > ?2 ORDER BY position LIMIT ?3");
                statement.Bind(1, (long)id).Bind(2, _after).Bind(3, (long)countMax + 1);
                while (statement.Read())
                {
                    // One record larger than the bound comes alone: it could never come otherwise.
                    if (records.Count == countMax || (records.Count > 0 && bytes + statement.Bytes(3).Length > LogLimits.PollBytesMax))
                    {
                        more = true;
                        break;
                    }

                    var body = statement.Bytes(3).ToArray();
                    bytes += body.Length;
                    records.Add(new LogRecord { Position = statement.Long(0), Source = statement.Text(1), ReceivedAt = statement.Time(2), Body = body });
                }

                return new LogChunk { Records = records.ToImmutable(), ReadThrough = more ? records[^1].ReceivedAt : settled };
            },
            cancellationToken);
    }
}
