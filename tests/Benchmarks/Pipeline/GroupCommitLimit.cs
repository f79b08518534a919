using System.Diagnostics;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Postgres;
using CxOrchestrator.Testing;
using Npgsql;

namespace CxOrchestrator.Benchmarks.Pipeline;

/// <summary>The rows of the pipeline, made beforehand, written by bare loops with nothing around them: no log, no grains, no results to give out.</summary>
internal static class GroupCommitLimit
{
    private const int Customers = 50_000;

    /// <summary>The first makes the customers, and is not timed.</summary>
    private const int Rounds = 5;

    private static readonly (int Connections, int Batch)[] Sweep = [(1, 1000), (2, 500), (2, 1000), (2, 3000), (4, 1000)];

    /// <summary>Touchpoints a second, by connections and batch.</summary>
    public static async Task<IReadOnlyDictionary<(int Connections, int Batch), double>> RunAsync(string documents)
    {
        var rounds = Record(documents);
        await using var server = await PostgresServer.StartAsync(durable: true, PipelineBed.DatabaseSettings);
        var figures = new Dictionary<(int, int), double>();
        foreach (var (connections, batch) in Sweep)
        {
            figures[(connections, batch)] = await WriteAsync(server, rounds, connections, batch);
        }

        return figures;
    }

    // A customer a round.
    private static CustomerCommit[][] Record(string documents)
    {
        var definitions = ShopCustomer.Compile(documents);
        var now = TimeProvider.System.GetUtcNow();
        var stream = new ShopStream(Customers, now);
        var customers = new Dictionary<string, ShopCustomer>(StringComparer.Ordinal);
        return [.. Enumerable.Range(0, Customers * Rounds).Select(number =>
        {
            var (name, body) = stream.Touchpoint(number);
            if (!customers.TryGetValue(name, out var customer))
            {
                customers[name] = customer = new ShopCustomer(name);
            }

            return customer.Apply(definitions, new LogPosition("kafka:touchpoints", number % PipelineBed.Partitions, number / PipelineBed.Partitions), now, body);
        }).Chunk(Customers)];
    }

    private static async Task<double> WriteAsync(PostgresServer server, CustomerCommit[][] rounds, int connections, int batch)
    {
        const string name = "bare";
        await server.CreateDatabaseAsync(name);
        var connection = server.ConnectionString(name);
        await PostgresMigrations.RunAsync(connection);
        var month = rounds[0][0].History[0].ReceivedAt;
        await server.SqlAsync($"SELECT add_month('{month.UtcDateTime:yyyy-MM-01}')", name);
        await RoundsAsync(connection, rounds[..1], connections, batch);
        await server.SqlAsync("VACUUM ANALYZE customers", name);
        await server.SqlAsync("CHECKPOINT", name);
        var seconds = await RoundsAsync(connection, rounds[1..], connections, batch);
        await server.DropDatabaseAsync(name);
        return Customers * (rounds.Length - 1) / seconds;
    }

    private static async Task<double> RoundsAsync(string connection, CustomerCommit[][] rounds, int connections, int batch)
    {
        var lanes = Enumerable.Range(0, connections)
            .Select(lane => rounds.SelectMany(r => r.Where(c => CxOrchestrator.Storage.KeyHash.Shard(c.Key.ToString(), connections) == lane).Chunk(batch)).Select(c => new CommitRows(c)).ToArray())
            .ToArray();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(lanes.Select((rows, lane) => Task.Factory.StartNew(
            () =>
            {
                using var own = new NpgsqlConnection(connection + ";Pooling=false;Max Auto Prepare=20;Auto Prepare Min Usages=2");
                own.Open();
                using (var settings = new NpgsqlCommand("SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan", own))
                {
                    settings.ExecuteNonQuery();
                }

                foreach (var one in rows)
                {
                    one.Write(own, lane);
                }
            },
            TaskCreationOptions.LongRunning)));
        return watch.Elapsed.TotalSeconds;
    }
}
