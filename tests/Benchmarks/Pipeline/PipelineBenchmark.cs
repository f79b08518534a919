using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CxOrchestrator.Benchmarks.Pipeline;

/// <summary>
/// Touchpoints a second from the broker to the stored state, history, outbox and position in PostgreSQL, with 20 policies evaluated for each;
/// silo, database, broker and generator on the same machine. Against the same work written the obvious way in Orleans, the same without
/// Orleans, and the same rows in a bare group commit.
/// </summary>
internal static class PipelineBenchmark
{
    private const int Policies = 20;
    private const int Customers = 50_000;

    /// <summary>The first makes the customers; by the last the code is compiled as it stays.</summary>
    private const int RoundsBefore = 5;
    private const int RoundsMeasured = 6;

    private const int OrleansCalls = 64;
    private const int NpgsqlConnections = 16;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BaselineMeasured = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(5);

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync()
    {
        var documents = ShopDefinitions.WithEveryPolicyEvaluated(Policies);
        var limits = await GroupCommitLimit.RunAsync(documents);
        var product = await ProductAsync(documents, Customers, RoundsMeasured);
        var npgsql = await BaselineAsync(documents, (bed, definitions) =>
        {
            var baseline = new NpgsqlBaseline(bed.ConnectionString, definitions, NpgsqlConnections);
            return Task.FromResult<(ByTouchpoint, IHost?)>((new ByTouchpoint(bed.Servers, PipelineBed.Topic, NpgsqlConnections, baseline.ApplyAsync), null));
        });
        var orleans = await BaselineAsync(documents, async (bed, definitions) =>
        {
            var host = await OrleansBaseline.StartAsync(bed.ConnectionString, definitions);
            var grains = host.Services.GetRequiredService<IGrainFactory>();
            return (new ByTouchpoint(bed.Servers, PipelineBed.Topic, OrleansCalls, (_, name, body, place) =>
                grains.GetGrain<IBaselineCustomer>(name).ApplyAsync(body, place.Partition.Value, place.Offset.Value)), host);
        });

        var limit = limits.Values.Max();
        var figures = new Dictionary<string, double>
        {
            ["touchpointsPerSecond"] = Math.Round(product.PerSecond),
            ["orleansAdoNet"] = Math.Round(orleans),
            ["npgsqlPerTouchpoint"] = Math.Round(npgsql),
            ["groupCommitLimit"] = Math.Round(limit),
            ["againstOrleansAdoNet"] = Math.Round(product.PerSecond / orleans, 1),
            ["againstNpgsqlPerTouchpoint"] = Math.Round(product.PerSecond / npgsql, 1),
            ["againstGroupCommitLimit"] = Math.Round(product.PerSecond / limit, 2),
        };
        AddCosts(figures, product);
        foreach (var ((connections, batch), perSecond) in limits)
        {
            figures[string.Create(CultureInfo.InvariantCulture, $"groupCommitLimit: {connections} connections, {batch} a transaction")] = Math.Round(perSecond);
        }

        return figures;
    }

    /// <summary>The product without what it is compared with: for profiling, and for trying a setting.</summary>
    public static async Task<IReadOnlyDictionary<string, double>> ProductFiguresAsync()
    {
        var product = await ProductAsync(ShopDefinitions.WithEveryPolicyEvaluated(Policies), Customers, RoundsMeasured);
        var figures = new Dictionary<string, double> { ["touchpointsPerSecond"] = Math.Round(product.PerSecond) };
        AddCosts(figures, product);
        return figures;
    }

    public static async Task<PipelineRate> ProductAsync(string documents, int customers, int rounds, int silos = 1, params string[] settings)
    {
        await using var bed = await PipelineBed.StartAsync(documents);
        for (var i = 0; i < silos; i++)
        {
            await bed.AddSiloAsync(settings);
        }

        using var generator = new Generator(bed.Servers, PipelineBed.Topic, new ShopStream(customers, TimeProvider.System.GetUtcNow()), () => bed.Applied);
        var before = (long)customers * RoundsBefore;
        var until = before + ((long)customers * rounds);

        // More than are measured: the last are as dense as the first.
        generator.Start(until + customers);
        await bed.AppliedAsync(before, Within);
        var rate = await bed.MeasureAsync(until, Within);
        await generator.StopAsync();
        return rate;
    }

    private static void AddCosts(Dictionary<string, double> figures, PipelineRate product)
    {
        figures["policies"] = Policies;
        figures["customers"] = Customers;
        figures["siloMicroseconds"] = Math.Round(product.SiloMicroseconds, 1);
        figures["databaseMicroseconds"] = Math.Round(product.DatabaseMicroseconds, 1);
        figures["generatorAndBrokerMicroseconds"] = Math.Round(product.GeneratorAndBrokerMicroseconds, 1);
        figures["coresBusy"] = Math.Round(product.CoresBusy, 2);
    }

    private static async Task<double> BaselineAsync(
        string documents, Func<PipelineBed, Rules.Policies.CompiledDefinitions, Task<(ByTouchpoint Consumer, IHost? Host)>> start)
    {
        await using var bed = await PipelineBed.StartAsync(documents);
        var now = TimeProvider.System.GetUtcNow();
        await bed.SqlAsync($"SELECT add_month('{now.UtcDateTime:yyyy-MM-01}')");
        var (consumer, host) = await start(bed, ShopCustomer.Compile(documents));
        using var running = host;
        using var stop = new CancellationTokenSource();
        using var generator = new Generator(bed.Servers, PipelineBed.Topic, new ShopStream(Customers, now), () => consumer.Done);
        var consuming = Task.Run(() => consumer.RunAsync(stop.Token));
        generator.Start(long.MaxValue);

        // Every customer is known before the measuring begins: the first writes and activations would cost the baselines most.
        for (var begun = TimeProvider.System.GetTimestamp(); consumer.Done < Customers + (Customers / 10);)
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Within || consuming.IsCompleted)
            {
                await consuming;
                throw new TimeoutException($"The baseline came to {consumer.Done:N0} touchpoints within {Within}.");
            }

            await Task.Delay(Look, TimeProvider.System);
        }
        var (from, watch) = (consumer.Done, Stopwatch.StartNew());
        await Task.Delay(BaselineMeasured, TimeProvider.System);
        var perSecond = (consumer.Done - from) / watch.Elapsed.TotalSeconds;
        await generator.StopAsync();
        await stop.CancelAsync();
        await consuming;
        return perSecond;
    }
}
