using System.Collections.Concurrent;
using System.Text;
using Confluent.Kafka;

namespace CxOrchestrator.Benchmarks.Pipeline;

/// <summary>
/// Milliseconds from producing a touchpoint to the action it led to standing in the actions topic (applied, decided, stored, admitted, sent),
/// at a quarter of the load that was the most a moment before; against a record that is produced and consumed with nothing in between.
/// </summary>
internal static class LatencyBenchmark
{
    private const int Policies = 20;
    private const int Customers = 50_000;
    private const int FullRounds = 5;
    private const int Pings = 500;
    private const string PingTopic = "ping";

    private static readonly TimeSpan Quarter = TimeSpan.FromSeconds(40);

    /// <summary>At the changed rate, before samples count.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(10);

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync()
    {
        await using var bed = await PipelineBed.StartAsync(ShopDefinitions.WithEveryPolicyEvaluated(Policies), PipelineBed.FewPartitions);
        await bed.AddSiloAsync();
        var stream = new ShopStream(Customers, TimeProvider.System.GetUtcNow());
        var full = (long)Customers * FullRounds;
        PipelineRate most;
        using (var generator = new Generator(bed.Servers, PipelineBed.Topic, stream, () => bed.Applied))
        {
            generator.Start(full);
            await bed.AppliedAsync(full / 2, Within);
            most = await bed.MeasureAsync(full, Within);
        }

        var produced = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var (samples, count, counting) = (new List<double>(), 0L, 0L);
        using var stop = new CancellationTokenSource();
        var watching = Task.Run(() => Watch(bed.Servers, PipelineBed.ActionsTopic, (customer, at) =>
        {
            if (produced.TryRemove(customer, out var from) && from >= Volatile.Read(ref counting) && counting > 0)
            {
                samples.Add(TimeProvider.System.GetElapsedTime(from, at).TotalMilliseconds);
            }
        }, stop.Token));
        PipelineRate quarter;
        double transactions;
        using (var generator = new Generator(bed.Servers, PipelineBed.Topic, stream, () => bed.Applied))
        {
            count = (long)(most.PerSecond / 4 * Quarter.TotalSeconds);
            generator.Start(count, most.PerSecond / 4, full, customer => produced[customer] = TimeProvider.System.GetTimestamp());
            await Task.Delay(Settle, TimeProvider.System);
            Volatile.Write(ref counting, TimeProvider.System.GetTimestamp());
            var (before, begun) = (await TransactionsAsync(bed), TimeProvider.System.GetTimestamp());
            quarter = await bed.MeasureAsync(full + count, Within);
            transactions = (await TransactionsAsync(bed) - before) / TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
            await generator.ProducedAsync();
        }

        await stop.CancelAsync();
        await watching;
        if (samples.Count == 0)
        {
            throw new InvalidOperationException("No action came out: the silo decided none, or did not send what it decided.");
        }

        var ping = await PingAsync(bed);
        return new Dictionary<string, double>
        {
            ["fullPerSecond"] = Math.Round(most.PerSecond),
            ["quarterPerSecond"] = Math.Round(quarter.PerSecond),
            ["coresBusy"] = Math.Round(quarter.CoresBusy, 2),
            ["siloMicroseconds"] = Math.Round(quarter.SiloMicroseconds),
            ["databaseMicroseconds"] = Math.Round(quarter.DatabaseMicroseconds),
            ["generatorAndBrokerMicroseconds"] = Math.Round(quarter.GeneratorAndBrokerMicroseconds),
            ["transactionsPerSecond"] = Math.Round(transactions),
            ["samples"] = samples.Count,
            ["actionMillisecondsP50"] = Math.Round(Figures.Percentile(samples, 0.5), 1),
            ["actionMillisecondsP95"] = Math.Round(Figures.Percentile(samples, 0.95), 1),
            ["actionMillisecondsP99"] = Math.Round(Figures.Percentile(samples, 0.99), 1),
            ["actionMillisecondsMax"] = Math.Round(samples.Max(), 1),
            ["plainMillisecondsP50"] = Math.Round(Figures.Percentile(ping, 0.5), 1),
            ["plainMillisecondsP99"] = Math.Round(Figures.Percentile(ping, 0.99), 1),
            ["againstPlainP50"] = Math.Round(Figures.Percentile(samples, 0.5) / Figures.Percentile(ping, 0.5), 1),
        };
    }

    private static Task<double> TransactionsAsync(PipelineBed bed) => bed.ScalarAsync<double>("SELECT xact_commit::float8 FROM pg_stat_database WHERE datname = current_database()");

    private static async Task<List<double>> PingAsync(PipelineBed bed)
    {
        var sent = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var samples = new List<double>();
        bed.AddTopic(PingTopic);
        using var stop = new CancellationTokenSource();
        var watching = Task.Run(() => Watch(bed.Servers, PingTopic, (key, at) =>
        {
            if (sent.TryRemove(key, out var from))
            {
                samples.Add(TimeProvider.System.GetElapsedTime(from, at).TotalMilliseconds);
            }
        }, stop.Token));
        using (var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = bed.Servers, Acks = Acks.All }).Build())
        {
            for (var n = 0; n < Pings; n++)
            {
                await Task.Delay(Between, TimeProvider.System);
                sent[$"{n}"] = TimeProvider.System.GetTimestamp();
                producer.Produce(PingTopic, new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes($"{n}"), Value = [1] });
            }

            producer.Flush(CancellationToken.None);
        }

        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        await stop.CancelAsync();
        await watching;
        return samples;
    }

    private static void Watch(string servers, string topic, Action<string, long> came, CancellationToken cancellationToken)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = servers,
            GroupId = $"watch-{topic}",
            AutoOffsetReset = AutoOffsetReset.Earliest,
            FetchWaitMaxMs = 5,
        }).Build();
        consumer.Subscribe(topic);
        while (!cancellationToken.IsCancellationRequested)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is { Message: { } message })
            {
                came(Encoding.UTF8.GetString(message.Key), TimeProvider.System.GetTimestamp());
            }
        }

        consumer.Close();
    }
}
