using System.Collections.Concurrent;
using CxOrchestrator.Silo.Ingestion;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CxOrchestrator.Silo.Tests.Log.Kafka;

/// <summary>A process that reads: the source with the product's partition readers, over customers that the test shares.</summary>
internal sealed class KafkaSilo : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<(string Log, int Partition), int> _reading = new();
    private readonly Task _running;

    public KafkaSilo(KafkaBed bed, IServiceProvider services)
    {
        Services = services;
        var options = new IngestionOptions { StoreEvery = TimeSpan.FromMilliseconds(30), StoreIdleEvery = TimeSpan.FromMilliseconds(200), RetryPause = TimeSpan.FromMilliseconds(20) };
        _running = services.GetRequiredService<ITouchpointSource>().RunAsync(
            async (partition, token) =>
            {
                _reading[(partition.Log, partition.Id)] = 1;
                try
                {
                    var reader = new PartitionReader(
                        partition, bed.Customers, bed.Letters, Progress, options, TimeProvider.System, NullLogger<PartitionReader>.Instance);
                    await reader.RunAsync(token);
                }
                finally
                {
                    _reading.TryRemove((partition.Log, partition.Id), out _);
                }
            },
            _stop.Token);
    }

    public IServiceProvider Services { get; }

    public ReadProgress Progress { get; } = new();

    public IEnumerable<(string Log, int Partition)> Reading => _reading.Keys;

    public ITouchpointLog Log => Services.GetRequiredService<ITouchpointLog>();

    public Task Running => _running;

    public Task ReadsAsync(int partitions) => KafkaBed.UntilAsync(() => _reading.Count == partitions, () => $"{partitions} partitions to be read here; {_reading.Count} are.");

    /// <summary>Stops reading, drains and leaves the group.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(WatchedClock.Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
