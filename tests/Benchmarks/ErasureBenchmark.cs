using System.Diagnostics;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Silo.Erasure;
using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Silo.Retention;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Storage.Postgres;
using CxOrchestrator.Storage.Retention;
using CxOrchestrator.Storage.Sqlite;
using CxOrchestrator.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Benchmarks;

/// <summary>
/// Erasing one customer of ten thousand touchpoints among a million customers, against the same among a thousand, in both stores; and the embedded
/// file after a simulated year of retention against the file after a third of it.
/// </summary>
internal static class ErasureBenchmark
{
    private const int Few = 1_000;
    private const int Many = 1_000_000;
    private const int Touchpoints = 10_000;

    private static readonly CustomerKey Key = CustomerKey.For(new("erased"));

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync()
    {
        var figures = new Dictionary<string, double> { ["touchpoints"] = Touchpoints };
        await using var server = await PostgresServer.StartAsync(durable: true, "-c shared_buffers=512MB -c max_wal_size=8GB -c checkpoint_timeout=30min");
        foreach (var (store, erase) in ((string, Func<int, Task<double>>)[])[("sqlite", SqliteAsync), ("postgres", n => PostgresAsync(server, n))])
        {
            var (few, many) = (await erase(Few), await erase(Many));
            figures[$"{store}: seconds among {Few:N0}"] = Math.Round(few, 2);
            figures[$"{store}: seconds among {Many:N0}"] = Math.Round(many, 2);
            figures[$"{store}: ratio"] = Math.Round(many / few, 2);
        }

        await YearAsync(figures);
        return figures;
    }

    private static async Task<double> SqliteAsync(int customers)
    {
        var folder = Directory.CreateTempSubdirectory("cx-benchmarks-").FullName;
        try
        {
            await using var services = Embedded(folder, new SetClock(Make.Start));
            var database = services.GetRequiredService<SqliteDatabase>();
            await database.WriteAsync(
                transaction =>
                {
                    transaction.Session.Script(
                        $"""
                        WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {customers - 1})
                        INSERT INTO customers (key, version, positions, state) SELECT 'default/c-' || i, 1, '[]', zeroblob(600) FROM n;
                        INSERT INTO directory (key, id, id_folded) SELECT key, substr(key, 9), substr(key, 9) FROM customers;
                        INSERT INTO history (key, sequence, kind, effective_at, received_at, definitions, at, source, id, hash, type, input, outcome)
                            SELECT key, 1, 1, 0, 0, 1, 0, 'shop', 'x', 0, 'note', zeroblob(350), '' FROM customers;
                        """);
                    return true;
                },
                CancellationToken.None);
            return await EraseAsync(services);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<double> PostgresAsync(PostgresServer server, int customers) => StoreBenchmark.InNewDatabaseAsync(server, async connection =>
    {
        await server.SqlAsync(
            $"""
            TRUNCATE customers;
            INSERT INTO customers SELECT 'default/c-' || n, 1, '[]', decode(repeat('00', 600), 'hex') FROM generate_series(0, {customers - 1}) n;
            INSERT INTO directory (key, id_folded) SELECT key, substr(key, 9) FROM customers;
            INSERT INTO history (key, sequence, kind, effective_at, received_at, definitions, at, source, id, hash, type, input, outcome)
                SELECT key, 1, 1, '2026-03-02', '2026-03-02', 1, '2026-03-02', 'shop', 'x', 0, 'note', decode(repeat('00', 350), 'hex'), '' FROM customers;
            """,
            "bench");
        await server.SqlAsync("VACUUM ANALYZE", "bench");
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Postgres:ConnectionString"] = connection }).Build());
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddKeyedSingleton<TimeProvider>(Clocks.Journey, new SetClock(Make.Start));
        services.AddPostgresStore().AddStoreParts();
        await using var provider = services.BuildServiceProvider();
        return await EraseAsync(provider);
    });

    // The wait for other parts to settle is left out: it is a setting, and the same however many there are.
    private static async Task<double> EraseAsync(IServiceProvider services)
    {
        var store = services.GetRequiredService<ICustomerStore>();
        for (var i = 0; i < Touchpoints; i += 1_000)
        {
            await store.CommitAsync(
                new CustomerCommit { Key = Key, ExpectedVersion = i / 1_000, State = new byte[600], Name = "Ann Lee", NameChanged = i == 0, History = [.. Enumerable.Range(i + 1, 1_000).Select(Entry)] },
                CancellationToken.None);
        }

        var clock = Stopwatch.StartNew();
        var row = (await store.LoadAsync(Key, CancellationToken.None))!;
        await services.GetRequiredService<ICustomerErasures>().BeginAsync(
            new CustomerErasure { Key = Key, ExpectedVersion = row.Version, Positions = [], At = Make.Start, By = "benchmark" }, CancellationToken.None);
        var erasures = services.GetRequiredService<IErasureStore>();
        await new ErasureRunner(
            erasures, services.GetServices<IErasableLog>(), [], Options.Create(new ErasureOptions { SettleFor = TimeSpan.Zero }), TimeProvider.System, NullLogger<ErasureRunner>.Instance)
            .RunAsync(CancellationToken.None);
        var done = (await erasures.FindAsync(Key, CancellationToken.None))!;
        return done.DoneAt is not null && done.Removed["touchpoints"] == Touchpoints
            ? clock.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"The erasure is not done: {done.Failure}");
    }

    private static HistoryEntry Entry(int sequence) => new()
    {
        Sequence = sequence,
        Kind = HistoryKind.Touchpoint,
        EffectiveAt = Make.Start,
        ReceivedAt = Make.Start,
        DefinitionsVersion = 1,
        At = Make.Start,
        Source = "shop",
        Id = $"t-{sequence}",
        IdentityHash = (ulong)sequence,
        Type = "note",
        Input = new byte[350],
        Outcome = new HistoryOutcome { Mood = 0, Pressure = 0, Risk = 0 }.ToJson(),
    };

    private static async Task YearAsync(Dictionary<string, double> figures)
    {
        const int perDay = 2_000, days = 365, third = 120;
        var folder = Directory.CreateTempSubdirectory("cx-benchmarks-").FullName;
        try
        {
            var clock = new SetClock(Make.Start);
            await using var services = Embedded(folder, clock);
            var (database, store) = (services.GetRequiredService<SqliteDatabase>(), services.GetRequiredService<ICustomerStore>());
            var keeper = new RetentionKeeper(
                services.GetRequiredService<IRetention>(), Options.Create(new RetentionOptions { History = TimeSpan.FromDays(31) }), clock, clock, NullLogger<RetentionKeeper>.Instance);
            for (var day = 0; day < days; day++)
            {
                clock.Now = Make.Start.AddDays(day);
                var (key, at) = (CustomerKey.For(new($"c-{day % 100}")), clock.GetUtcNow());
                var row = await store.LoadAsync(key, CancellationToken.None);
                var first = (day / 100 * perDay) + 1;
                await store.CommitAsync(
                    new CustomerCommit
                    {
                        Key = key,
                        ExpectedVersion = row?.Version ?? 0,
                        State = new byte[600],
                        History = [.. Enumerable.Range(first, perDay).Select(s => Entry(s) with { ReceivedAt = at, EffectiveAt = at, At = at })],
                    },
                    CancellationToken.None);
                await keeper.RunAsync(CancellationToken.None);
                if (day == third)
                {
                    figures["year: MB after a third"] = Math.Round(database.Bytes / 1e6, 1);
                }
            }

            figures["year: MB at its end"] = Math.Round(database.Bytes / 1e6, 1);
            figures["year: ratio"] = Math.Round(figures["year: MB at its end"] / figures["year: MB after a third"], 2);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ServiceProvider Embedded(string folder, TimeProvider clock)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Embedded:DataFolder"] = folder }).Build());
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddKeyedSingleton(Clocks.Journey, clock);
        services.AddSqliteStore().AddStoreParts();
        return services.BuildServiceProvider();
    }

    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
