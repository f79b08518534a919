using System.Text;
using Confluent.Kafka;
using CxOrchestrator.Silo.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CxOrchestrator.Benchmarks.Pipeline;

/// <summary>
/// Managed bytes of an active customer with ten touchpoints and two open orders, against the bytes it is stored in; and a silo that starts with a
/// million stored customers whose timers are all due: seconds until it is ready, until the last has fired, and its memory with all of them active.
/// </summary>
internal static class MemoryBenchmark
{
    private const int Customers = 50_000;
    private const int Million = 1_000_000;
    private const string StayActive = "--Customers:IdleAfter=12:00:00";

    private static readonly TimeSpan Within = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly string Documents = ShopDefinitions.SpreadOverTypes(20);

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync()
    {
        var figures = new Dictionary<string, double>();
        await BytesAsync(figures);
        await MillionAsync(figures);
        return figures;
    }

    // In this process, whose collector can be asked.
    private static async Task BytesAsync(Dictionary<string, double> figures)
    {
        await using var bed = await PipelineBed.StartAsync(Documents);
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddCommandLine([.. bed.SiloSettings(), StayActive]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddClusterSilo();
        using var host = builder.Build();
        await host.StartAsync();
        var from = TimeProvider.System.GetUtcNow().AddHours(-1);
        using (var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = bed.Servers, Partitioner = Partitioner.Murmur2Random }).Build())
        {
            var empty = await HeapAsync();
            for (var customer = 0; customer < Customers; customer++)
            {
                while ((customer * 10) - bed.Applied > 20_000)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
                }

                foreach (var body in StoredCustomers.Touchpoints(customer, from, from.AddDays(10)))
                {
                    producer.Produce(PipelineBed.Topic, new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes($"c-{customer}"), Value = body });
                }
            }

            producer.Flush(CancellationToken.None);
            await bed.AppliedAsync(Customers * 10, Within);
            figures["managedBytesPerActiveCustomer"] = Math.Round((await HeapAsync() - empty) / Customers);
        }

        figures["storedBytesPerCustomer"] = Math.Round(await bed.ScalarAsync<double>("SELECT avg(length(state))::float8 FROM customers"));
        await host.StopAsync();
    }

    private static async Task MillionAsync(Dictionary<string, double> figures)
    {
        await using var bed = await PipelineBed.StartAsync(Documents);
        await StoredCustomers.WriteAsync(bed.ConnectionString, ShopCustomer.Compile(Documents), Million, TimeProvider.System.GetUtcNow().AddDays(-2));
        await bed.SqlAsync("VACUUM ANALYZE customers");
        await bed.SqlAsync("VACUUM ANALYZE timers");
        var begun = TimeProvider.System.GetTimestamp();
        await bed.AddSiloAsync(StayActive);
        figures["millionReadySeconds"] = Math.Round(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 1);
        long due;
        var peak = 0L;
        do
        {
            await Task.Delay(LookEvery, TimeProvider.System);
            due = await bed.ScalarAsync<long>("SELECT count(*) FROM timers WHERE due_at <= now()");
            bed.Silos[0].Refresh();
            peak = Math.Max(peak, bed.Silos[0].WorkingSet64);
        }
        while (due > 0 && TimeProvider.System.GetElapsedTime(begun) < Within);
        var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        figures["millionTimersSeconds"] = Math.Round(seconds, 1);
        figures["millionTimersPerSecond"] = Math.Round((Million - due) / seconds);
        figures["millionActiveMegabytes"] = Math.Round(bed.Silos[0].WorkingSet64 / 1e6);
        figures["millionActiveMegabytesMost"] = Math.Round(peak / 1e6);
    }

    private static async Task<double> HeapAsync()
    {
        // What is under way settles first.
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
