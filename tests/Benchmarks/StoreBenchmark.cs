using System.Diagnostics;
using System.Globalization;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Storage.Postgres;
using CxOrchestrator.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;

namespace CxOrchestrator.Benchmarks;

/// <summary>
/// Customers' commits a second into PostgreSQL (state of 600 bytes, one history row, the ledger), from many callers that each commit one
/// customer; against the same multi-row statements from a bare loop whose batches are made beforehand. The server waits for its disk.
/// </summary>
internal static class StoreBenchmark
{
    private const int Customers = 50_000;
    private const int Callers = 8_000;

    /// <summary>The defaults, whose figures stand for all.</summary>
    private const int Connections = 4;
    private const int Transaction = 1000;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private static readonly DateTime At = new(2026, 3, 3, 12, 0, 0, DateTimeKind.Utc);
    private static readonly byte[] State = Bytes(600);
    private static readonly byte[] Input = Bytes(350);
    private static readonly byte[] Outcome = Bytes(90);

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync()
    {
        await using var server = await PostgresServer.StartAsync(durable: true, "-c shared_buffers=512MB -c max_wal_size=8GB -c checkpoint_timeout=30min");
        var figures = new Dictionary<string, double>();
        foreach (var (connections, batch) in ((int, int)[])[(1, 1000), (2, 1000), (Connections, Transaction), (8, 1000), (4, 100), (4, 300)])
        {
            // The limit before and after: what else the machine does weighs on both alike.
            var bare = await InNewDatabaseAsync(server, d => BareAsync(d, connections, batch));
            var (store, mean) = await InNewDatabaseAsync(server, d => StoreAsync(d, connections, batch));
            bare = (bare + await InNewDatabaseAsync(server, d => BareAsync(d, connections, batch))) / 2;
            var name = string.Create(CultureInfo.InvariantCulture, $"{connections} connections, {batch} a transaction");
            figures[$"limitPerSecond: {name}"] = Math.Round(bare);
            figures[$"commitsPerSecond: {name}"] = Math.Round(store);
            figures[$"transactionMean: {name}"] = Math.Round(mean);
            if ((connections, batch) == (Connections, Transaction))
            {
                figures["commitsPerSecond"] = Math.Round(store);
                figures["limitPerSecond"] = Math.Round(bare);
                figures["againstLimit"] = Math.Round(store / bare, 3);
            }
        }

        figures["customers"] = Customers;
        return figures;
    }

    internal static async Task<T> InNewDatabaseAsync<T>(PostgresServer server, Func<string, Task<T>> run)
    {
        const string name = "bench";
        await server.CreateDatabaseAsync(name);
        var connection = server.ConnectionString(name);
        await PostgresMigrations.RunAsync(connection);
        await server.SqlAsync(
            $"""
            SELECT add_month('2026-03-01');
            INSERT INTO customers SELECT 'default/c-' || n, 1, '[]', decode(repeat('00', 600), 'hex') FROM generate_series(0, {Customers - 1}) n;
            """,
            name);
        await server.SqlAsync("VACUUM ANALYZE customers", name);
        await server.SqlAsync("CHECKPOINT", name);
        var result = await run(connection);
        await server.DropDatabaseAsync(name);
        return result;
    }

    private static Task<(double PerSecond, double TransactionMean)> StoreAsync(string connection, int connections, int batch) =>
        StoreAsync(connection, connections, batch, Commit);

    /// <summary>Commits a second of what is made for each customer and version.</summary>
    internal static async Task<(double PerSecond, double TransactionMean)> StoreAsync(string connection, int connections, int batch, Func<int, long, CustomerCommit> make)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Postgres:ConnectionString"] = connection,
            ["Postgres:WriterConnections"] = connections.ToString(CultureInfo.InvariantCulture),
            ["Postgres:TransactionMax"] = batch.ToString(CultureInfo.InvariantCulture),
        }).Build());
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddKeyedSingleton(Clocks.Journey, TimeProvider.System);
        services.AddPostgresStore().AddStoreParts();
        await using var provider = services.BuildServiceProvider();
        var store = provider.GetRequiredService<ICustomerStore>();
        var (commits, stop) = (0, false);
        var watch = Stopwatch.StartNew();
        var callers = Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            // Each caller has its own customers, as each grain has.
            for (var version = 1L; ; version++)
            {
                for (var customer = caller; customer < Customers; customer += Callers)
                {
                    if (Volatile.Read(ref stop))
                    {
                        return;
                    }

                    if (await store.CommitAsync(make(customer, version), CancellationToken.None) != CommitResult.Committed)
                    {
                        throw new InvalidOperationException("Nobody else writes, and a commit conflicted.");
                    }

                    Interlocked.Increment(ref commits);
                }
            }
        })).ToArray();
        await Task.Delay(Window / 3, TimeProvider.System);
        var (from, before) = (watch.Elapsed, Volatile.Read(ref commits));
        await Task.Delay(Window, TimeProvider.System);
        var perSecond = (Volatile.Read(ref commits) - before) / (watch.Elapsed - from).TotalSeconds;
        Volatile.Write(ref stop, true);
        await Task.WhenAll(callers);
        return (perSecond, provider.GetRequiredService<PostgresDatabase>().Times.Read().OperationsMean);
    }

    internal static CustomerCommit Commit(int customer, long version) => new()
    {
        Key = CustomerKey.For(new CustomerId($"c-{customer}")),
        ExpectedVersion = version,
        State = State,
        Positions = [new LogPosition("kafka-touchpoints", customer % 16, version)],
        History =
        [
            new HistoryEntry
            {
                Sequence = version,
                Kind = HistoryKind.Touchpoint,
                EffectiveAt = At,
                ReceivedAt = At,
                DefinitionsVersion = 1,
                At = At,
                Source = "shop",
                Id = $"order-{customer}-{version}",
                IdentityHash = Hash(customer, version),
                Type = "order.placed",
                Channel = "web",
                Input = Input,
                Outcome = Outcome,
            },
        ],
        Ledger = [new LedgerCount { Source = "shop", Applied = 1 }],
    };

    private static async Task<double> BareAsync(string connection, int connections, int batch)
    {
        var (commits, stop) = (0, false);
        var watch = Stopwatch.StartNew();
        var loops = Enumerable.Range(0, connections).Select(lane => Task.Factory.StartNew(
            () =>
            {
                using var own = new NpgsqlConnection(connection + ";Pooling=false;Max Auto Prepare=20;Auto Prepare Min Usages=2");
                own.Open();
                using (var settings = new NpgsqlCommand("SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan", own))
                {
                    settings.ExecuteNonQuery();
                }

                // Customers come by in no order: a batch of neighbours would touch far fewer pages.
                var mine = Enumerable.Range(0, Customers).Where(c => c % connections == lane).ToArray();
                new Random(lane).Shuffle(mine);
                var batches = mine.Chunk(batch).Select(customers => new Batch([.. customers.OrderBy(c => $"default/c-{c}", StringComparer.Ordinal)])).ToArray();
                for (var version = 1L; ; version++)
                {
                    foreach (var one in batches)
                    {
                        if (Volatile.Read(ref stop))
                        {
                            return;
                        }

                        one.Write(own, lane, version);
                        Interlocked.Add(ref commits, one.Customers.Length);
                    }
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();
        await Task.Delay(Window / 3, TimeProvider.System);
        var (from, before) = (watch.Elapsed, Volatile.Read(ref commits));
        await Task.Delay(Window, TimeProvider.System);
        var perSecond = (Volatile.Read(ref commits) - before) / (watch.Elapsed - from).TotalSeconds;
        Volatile.Write(ref stop, true);
        await Task.WhenAll(loops);
        return perSecond;
    }

    private static ulong Hash(int customer, long version) => unchecked(((ulong)customer * 0x9E3779B97F4A7C15) ^ ((ulong)version * 0xC2B2AE3D27D4EB4F));

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private sealed class Batch(int[] customers)
    {
        private readonly string[] _keys = [.. customers.Select(c => $"default/c-{c}")];
        private readonly string[] _positions = [.. customers.Select(c => $$"""[{"log":"kafka-touchpoints","partition":{{c % 16}},"position":1000}]""")];
        private readonly byte[][] _states = [.. customers.Select(_ => State)];
        private readonly string[] _ids = [.. customers.Select(c => $"order-{c}-1")];

        public int[] Customers => customers;

        public void Write(NpgsqlConnection connection, int lane, long version)
        {
            using (var first = new NpgsqlBatch(connection))
            {
                first.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN"));
                var update = new NpgsqlBatchCommand(
                    """
                    UPDATE customers c SET version = d.version + 1, positions = d.positions, state = d.state
                    FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS d (key, version, positions, state, place)
                    WHERE c.key = d.key AND c.version = d.version
                    RETURNING d.place
                    """);
                update.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = _keys });
                update.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. Enumerable.Repeat(version, customers.Length)] });
                update.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = _positions });
                update.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = _states });
                first.BatchCommands.Add(update);
                first.ExecuteNonQuery();
            }

            Copy(connection, version);
            using var last = new NpgsqlBatch(connection);
            var ledger = new NpgsqlBatchCommand(
                """
                INSERT INTO ledger AS l (source, lane, received, applied, duplicate, rejected, conflicting) VALUES ('shop', $1, 0, $2, 0, 0, 0)
                ON CONFLICT (source, lane) DO UPDATE SET applied = l.applied + excluded.applied
                """);
            ledger.Parameters.Add(new NpgsqlParameter<int> { TypedValue = lane });
            ledger.Parameters.Add(new NpgsqlParameter<long> { TypedValue = customers.Length });
            last.BatchCommands.Add(ledger);
            last.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
            last.ExecuteNonQuery();
        }

        private void Copy(NpgsqlConnection connection, long version)
        {
            using var copy = connection.BeginBinaryImport(
                "COPY history (key, sequence, kind, effective_at, received_at, definitions, at, source, id, hash, type, channel, input, outcome) FROM STDIN (FORMAT BINARY)");
            for (var i = 0; i < customers.Length; i++)
            {
                copy.StartRow();
                copy.Write(_keys[i], NpgsqlDbType.Text);
                copy.Write(version, NpgsqlDbType.Bigint);
                copy.Write((short)1, NpgsqlDbType.Smallint);
                copy.Write(At, NpgsqlDbType.TimestampTz);
                copy.Write(At, NpgsqlDbType.TimestampTz);
                copy.Write(1, NpgsqlDbType.Integer);
                copy.Write(At, NpgsqlDbType.TimestampTz);
                copy.Write("shop", NpgsqlDbType.Text);
                copy.Write(_ids[i], NpgsqlDbType.Text);
                copy.Write(unchecked((long)Hash(customers[i], version)), NpgsqlDbType.Bigint);
                copy.Write("order.placed", NpgsqlDbType.Text);
                copy.Write("web", NpgsqlDbType.Text);
                copy.Write(Input, NpgsqlDbType.Bytea);
                copy.Write(Outcome, NpgsqlDbType.Bytea);
            }

            copy.Complete();
        }
    }
}
