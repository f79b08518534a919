using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.FaultySilo;

/// <summary>The log, each partition with its faults.</summary>
internal sealed class FaultySource(ITouchpointSource inner, FaultOptions options, KillSwitch kill) : ITouchpointSource
{
    private readonly DropCount _drops = new();

    public int Partitions => inner.Partitions;

    public Task RunAsync(Func<ILogPartition, CancellationToken, Task> reader, CancellationToken cancellationToken) =>
        inner.RunAsync((partition, assigned) => reader(new FaultyPartition(partition, options, kill, _drops), assigned), cancellationToken);
}
