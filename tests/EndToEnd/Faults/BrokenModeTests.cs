using CxOrchestrator.EndToEnd.Cluster;
using CxOrchestrator.EndToEnd.Faults.Nemesis;
using CxOrchestrator.EndToEnd.Faults.Oracle;
using CxOrchestrator.EndToEnd.Faults.Traffic;

namespace CxOrchestrator.EndToEnd.Faults;

/// <summary>Silos that break a promise on purpose: the judge must see it, or what it says of the others is worth nothing.</summary>
[Collection(FaultCollection.Name)]
[Trait("fault", "broken")]
public sealed class BrokenModeTests
{
    /// <summary>What is lost never comes: it is not waited for any longer than that.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(8);

    /// <summary>Longer than a takeover stands still: what is not there then is lost, and not late.</summary>
    private static readonly TimeSpan QuietAfterDeath = TimeSpan.FromSeconds(25);

    [Fact]
    public async Task Judge_OffsetsStoredBeforeTheCommit_SeesWhatIsLost()
    {
        Choice.Needs(full: true);

        // Killed while they write: what is behind the stored position and not written is read by nobody.
        var found = await BrokenAsync("offset", ["--Faults:Broken=offsetBeforeCommit", "--Faults:KillAt=insideGrain", "--Faults:After=150"], good: 1);
        Assert.Contains(found, d => d.Kind == Wrong.Lost);
        Assert.Contains(found, d => d.Kind == Wrong.Ledger);
    }

    [Fact]
    public async Task Judge_DedupeSkipped_SeesWhatIsAppliedTwice()
    {
        // Few customers and far repeats: beyond what a state remembers, only the history tells them.
        var found = await BrokenAsync("dedupe", ["--Faults:Broken=skipDedupe"], new TrafficPlan { Customers = 10, RepeatsReach = 3_000, Repeats = 0.1 });
        Assert.Contains(found, d => d.Kind == Wrong.Twice);
    }

    [Fact]
    public async Task Judge_SentBeforeTheCommit_SeesWhatWasNotStored()
    {
        var found = await BrokenAsync("early", ["--Faults:Broken=sendBeforeCommit"]);
        Assert.Contains(found, d => d.Kind == Wrong.SentUnstored);
    }

    [Fact]
    public async Task Judge_OneInManyDropped_SeesWhichIsLost()
    {
        var found = await BrokenAsync("drop", ["--Faults:Broken=dropSome", "--Faults:DropOneIn=500"]);
        Assert.Contains(found, d => d.Kind == Wrong.Lost);
        Assert.Contains(found, d => d.Kind == Wrong.Ledger);
    }

    /// <param name="mode">Names the run.</param>
    /// <param name="faults">What the broken silo does.</param>
    /// <param name="plan">What is sent.</param>
    /// <param name="good">Good silos beside it.</param>
    private static async Task<IReadOnlyList<Deviation>> BrokenAsync(string mode, string[] faults, TrafficPlan? plan = null, int good = 0)
    {
        Choice.Needs();
        await using var bed = await ClusterBed.StartAsync(new BedPlan { Documents = sink => ShopTraffic.Documents(sink), Silos = good, Gateway = false });
        await bed.AddFaultySiloAsync(faults);
        await bed.Gateway.StartAsync();
        var run = new FaultRun(bed, mode, seed: 1, plan);
        var found = await run.DeviationsAsync(good > 0 ? QuietAfterDeath : Quiet);
        TestContext.Current.TestOutputHelper!.WriteLine(run.Report(found));
        return found;
    }
}
