using System.Collections.Immutable;
using CxOrchestrator.Hosting;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresProgress(PostgresDatabase database, SourceNames names, [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock) : IProgressStore
{
    private const string Columns = "position, received_to, through";

    public Task<PartitionProgress?> GetAsync(string log, int partition, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowAsync($"SELECT {Columns} FROM log_progress WHERE log = $1 AND partition = $2", [log, partition], Read, cancellationToken),
        cancellationToken);

    public async Task<PartitionProgress> StoreAsync(
        string log, int partition, long receivedAfter, PartitionProgress progress, ImmutableArray<ReceivedCount> received, CancellationToken cancellationToken)
    {
        var nameless = names.AllNamed(received.Select(r => r.Source)) ? [] : await database.RunAsync(connection => names.ClaimAsync(connection, received.Select(r => r.Source), cancellationToken), cancellationToken);
        return await StoreAsync(log, partition, receivedAfter, progress, received, nameless, cancellationToken);
    }

    private Task<PartitionProgress> StoreAsync(
        string log,
        int partition,
        long receivedAfter,
        PartitionProgress progress,
        ImmutableArray<ReceivedCount> received,
        string[] nameless,
        CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var stored = await LockAsync(connection, log, partition, cancellationToken);

            // Repeated after a commit that was not answered it finds the row moved on, and counts nothing again.
            var counts = stored.ReceivedTo == receivedAfter && progress.ReceivedTo > receivedAfter;
            var next = new PartitionProgress
            {
                Position = Math.Max(stored.Position, progress.Position),
                ReceivedTo = counts ? progress.ReceivedTo : stored.ReceivedTo,
                Through = stored.Through > progress.Through ? stored.Through : progress.Through,
            };
            await connection.ExecuteAsync(
                "UPDATE log_progress SET position = $3, received_to = $4, through = $5 WHERE log = $1 AND partition = $2",
                [log, partition, next.Position, next.ReceivedTo, next.Through],
                cancellationToken);
            if (counts)
            {
                await names.SettleAsync(connection, nameless, cancellationToken);
                await CountAsync(connection, partition, received, cancellationToken);
            }

            return next;
        },
        cancellationToken,
        repeatable: true);

    public Task<DateTimeOffset?> ThroughAsync(string log, int partitions, CancellationToken cancellationToken) => database.RunAsync(
        async connection => (await connection.RowsAsync(
            "SELECT CASE WHEN count(*) = $2 THEN min(through) END FROM log_progress WHERE log = $1 AND partition >= 0 AND partition < $2",
            [log, partitions],
            r => r.TimeOrNull(0),
            cancellationToken))[0],
        cancellationToken);

    private static async Task<PartitionProgress> LockAsync(NpgsqlConnection connection, string log, int partition, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(
            "INSERT INTO log_progress (log, partition, position, received_to, through) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            [log, partition, PartitionProgress.None.Position, PartitionProgress.None.ReceivedTo, PartitionProgress.None.Through],
            cancellationToken);
        return (await connection.RowAsync($"SELECT {Columns} FROM log_progress WHERE log = $1 AND partition = $2 FOR UPDATE", [log, partition], Read, cancellationToken))!;
    }

    // Below zero: a partition's rows are never a writer's.
    private Task<int> CountAsync(NpgsqlConnection connection, int partition, ImmutableArray<ReceivedCount> received, CancellationToken cancellationToken)
    {
        var sums = received.GroupBy(r => names.Known.NameOf(r.Source), r => r.Count, StringComparer.Ordinal).Select(g => (Name: g.Key, Count: g.Sum())).ToList();
        return connection.ExecuteAsync(
            """
            INSERT INTO ledger AS l (source, lane, received, applied, duplicate, rejected, conflicting, last_received_at)
            SELECT source, $3, count, 0, 0, 0, 0, $4 FROM unnest($1, $2) AS d (source, count)
            ON CONFLICT (source, lane) DO UPDATE SET received = l.received + excluded.received, last_received_at = greatest(l.last_received_at, excluded.last_received_at)
            """,
            [sums.Select(s => s.Name).ToArray(), sums.Select(s => s.Count).ToArray(), -1 - partition, journeyClock.GetUtcNow()],
            cancellationToken);
    }

    private static PartitionProgress Read(NpgsqlDataReader r) => new() { Position = r.GetInt64(0), ReceivedTo = r.GetInt64(1), Through = r.Time(2) };
}
