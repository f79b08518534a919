using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Ingestion;

/// <summary>Runs a reader for every partition that this process is given.</summary>
internal sealed class TouchpointConsumer(
    ITouchpointSource source,
    ICustomers customers,
    IDeadLetters deadLetters,
    ReadProgress progress,
    IReadingGate gate,
    IOptions<IngestionOptions> options,
    TimeProvider clock,
    ILogger<PartitionReader> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Before the first is read: a partition that starts later than the others must hold the timers from the beginning.
        progress.Expect(source.Partitions);
        return source.RunAsync(
            (partition, assigned) => new PartitionReader(new GatedPartition(partition, gate), customers, deadLetters, progress, options.Value, clock, logger).RunAsync(assigned),
            stoppingToken);
    }
}
