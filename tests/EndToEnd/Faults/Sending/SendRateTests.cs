using System.Diagnostics;
using CxOrchestrator.EndToEnd.Cluster;
using CxOrchestrator.EndToEnd.Faults.Nemesis;

namespace CxOrchestrator.EndToEnd.Faults.Sending;

/// <summary>Silos that send through one connection share its rate.</summary>
[Collection(FaultCollection.Name)]
[Trait("fault", "sending")]
public sealed class SendRateTests
{
    private const int Rate = 50;

    /// <summary>
    /// From the moment at which a message may leave to its arrival is not always as long, up to half a second on a busy machine: so much may come closer together.
    /// Silos that each took the whole rate would come to 2, and the rate over all is held exactly.
    /// </summary>
    private const double Crowding = 1.5;

    private static readonly TimeSpan Within = TimeSpan.FromMinutes(3);

    private static int Messages => Choice.IsFull ? 3_000 : 300;

    [Fact]
    public async Task Rate_TwoSilos_IsKeptInEverySecond()
    {
        Choice.Needs();
        await using var sink = await MessageSink.StartAsync(TimeSpan.Zero);
        await using var bed = await ClusterBed.StartAsync(new BedPlan
        {
            Documents = _ => sink.Documents(takesKey: true, Rate),
            Settings = ["--Channels:AllowPrivateNetworks=true"],
        });
        await Parcels.BreakAsync(bed.Gateway.Http, Messages);

        await Parcels.RestAsync(bed.Gateway.Http, Messages, Within);

        var times = sink.Requests.Select(r => r.At).Order().ToList();
        Assert.Equal(Messages, times.Count);

        // The first second opens the connections and is slow on its way: what left after it catches up. The rate over all counts it as well.
        Assert.All(times.Skip(Rate), from => Assert.InRange(times.Count(at => at >= from && at < from + Stopwatch.Frequency), 1, Rate * Crowding));

        // Neither more than the rate over all, nor a silo's idle share of it.
        var perSecond = (Messages - 1) / Stopwatch.GetElapsedTime(times[0], times[^1]).TotalSeconds;
        Assert.InRange(perSecond, Rate * 0.5, Rate);
    }
}
