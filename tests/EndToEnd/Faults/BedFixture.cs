using CxOrchestrator.EndToEnd.Cluster;
using CxOrchestrator.EndToEnd.Faults.Traffic;

namespace CxOrchestrator.EndToEnd.Faults;

/// <summary>Faults take turns. They wait more than they work: tests of the console and of the cluster run beside them.</summary>
[CollectionDefinition(Name)]
public sealed class FaultCollection
{
    public const string Name = "Faults";
}

/// <summary>A cluster for all tests of a class, started by the first that is not skipped.</summary>
public sealed class BedFixture : IAsyncDisposable
{
    private ClusterBed? _bed;

    public async ValueTask DisposeAsync()
    {
        if (_bed is not null)
        {
            await _bed.DisposeAsync();
        }
    }

    /// <summary>The cluster, with every silo of it running.</summary>
    internal async Task<ClusterBed> BedAsync(BedPlan? plan = null)
    {
        _bed ??= await ClusterBed.StartAsync(plan ?? new BedPlan { Documents = sink => ShopTraffic.Documents(sink) });
        await _bed.StartEndedAsync();
        return _bed;
    }
}
