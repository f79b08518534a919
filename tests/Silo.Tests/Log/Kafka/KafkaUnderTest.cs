using System.Globalization;
using CxOrchestrator.Log.Kafka;
using CxOrchestrator.Silo.Tests.Log.Suites;
using CxOrchestrator.Silo.Tests.Storage;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Log.Kafka;

// The log on Kafka keeps every promise of a log.

public sealed class KafkaTouchpointLogTests : TouchpointLogSuite
{
    protected override StoreUnderTest NewStore() => new KafkaUnderTest();
}

public sealed class KafkaLogReadingTests : LogReadingSuite
{
    protected override StoreUnderTest NewStore() => new KafkaUnderTest();
}

/// <summary>The log, and of a store only the ledger. The groups that read are new ones: the store says where to begin, and nobody waits for members who left.</summary>
internal sealed class KafkaUnderTest : StoreUnderTest
{
    public KafkaBed Bed { get; } = new();

    private int _groups;
    private ServiceProvider _services;

    public KafkaUnderTest() => _services = Open();

    public override IServiceProvider Services => _services;

    public override Task ReopenAsync()
    {
        _services = Open();
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => Bed.DisposeAsync();

    private ServiceProvider Open()
    {
        var log = Process();
        var services = new ServiceCollection();
        services.AddSingleton(log.GetRequiredService<ITouchpointLog>());
        services.AddSingleton<ITouchpointSource>(new FetchedSource(this));
        services.AddSingleton(LedgerOnly.Of(Bed.Progress, Clock));
        return services.BuildServiceProvider();
    }

    private ServiceProvider Process() => Bed.Process(
        Bed.Progress,
        JourneyClock,
        Clock,
        ("GroupId", string.Create(CultureInfo.InvariantCulture, $"group-{Interlocked.Increment(ref _groups)}")),
        ("QueueMaxBytes", "8000000"),
        ("Producer:message.max.bytes", "8000000"));

    /// <summary>A source whose partitions have fetched what there is before they are polled, as an embedded one has.</summary>
    private sealed class FetchedSource(KafkaUnderTest store) : ITouchpointSource
    {
        public int Partitions => KafkaBed.Partitions;

        public Task RunAsync(Func<ILogPartition, CancellationToken, Task> reader, CancellationToken cancellationToken)
        {
            var process = store.Process();
            var admin = process.GetRequiredService<KafkaAdmin>();
            return process.GetRequiredService<ITouchpointSource>().RunAsync(
                (partition, token) => reader(new Fetched((KafkaPartition)partition, admin), token), cancellationToken);
        }
    }

    private sealed class Fetched(KafkaPartition partition, KafkaAdmin admin) : ILogPartition
    {
        public string Log => partition.Log;

        public int Id => partition.Id;

        public async Task<LogChunk> PollAsync(int countMax, TimeSpan wait, CancellationToken cancellationToken)
        {
            var end = await admin.EndAsync(partition.Place, cancellationToken) ?? throw new InvalidOperationException("The partition has no end.");
            await KafkaBed.UntilAsync(() => partition.Queue.Consumed >= end.Offset, () => $"offset {end.Offset} to be fetched; {partition.Queue.Consumed} is.");
            return await partition.PollAsync(countMax, wait, cancellationToken);
        }

        public Task StoreAsync(long position, DateTimeOffset readThrough, CancellationToken cancellationToken) => partition.StoreAsync(position, readThrough, cancellationToken);
    }
}
