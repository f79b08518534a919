using System.Diagnostics;
using CxOrchestrator.EndToEnd.Cluster;
using CxOrchestrator.EndToEnd.Faults.Nemesis;
using CxOrchestrator.EndToEnd.Faults.Oracle;
using CxOrchestrator.EndToEnd.Faults.Traffic;
using CxOrchestrator.EndToEnd.Processes;

namespace CxOrchestrator.EndToEnd.Faults;

/// <summary>Silos that die as in a power cut, at every point of a touchpoint's way.</summary>
[Collection(FaultCollection.Name)]
[Trait("fault", "kill")]
public sealed class KillTests(BedFixture fixture) : IClassFixture<BedFixture>
{
    private const int Killed = 128 + 9;

    private static readonly TimeSpan DiesWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TakeoverWithin = TimeSpan.FromSeconds(60);

    public static TheoryData<int> Seeded => [.. Seeds.Chosen];

    /// <summary>Where it dies, and how many must pass that point before.</summary>
    public static TheoryData<string, int, int> Points
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            foreach (var seed in Seeds.Chosen)
            {
                var dice = new Random(seed);
                data.Add("beforeCall", dice.Next(20, 250), seed);
                data.Add("insideGrain", dice.Next(20, 250), seed);
                data.Add("afterCommit", dice.Next(20, 250), seed);
                data.Add("beforeOffsetStored", dice.Next(2, 10), seed);
                data.Add("afterSend", dice.Next(2, 20), seed);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Kill_AtAPoint_LosesNothingAndDoesNothingTwice(string point, int after, int seed)
    {
        Choice.Needs(full: point is not ("afterCommit" or "afterSend"));
        var bed = await fixture.BedAsync();
        var faulty = await bed.AddFaultySiloAsync($"--Faults:KillAt={point}", $"--Faults:After={after}");
        try
        {
            await new FaultRun(bed, point.ToLowerInvariant(), seed).IsKeptAsync();
            Assert.Equal(Killed, await faulty.ExitAsync(DiesWithin));
        }
        finally
        {
            await bed.RemoveAsync(faulty);
        }
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Kill_OneOfTheSilos_IsTakenOverWithinAMinute(int seed)
    {
        Choice.Needs();
        var bed = await fixture.BedAsync();
        var run = new FaultRun(bed, "takeover", seed);
        run.Schedule.Between(1, 4, "kill -9 of a silo", bed.Silos[seed % 2].KillAsync);
        run.Schedule.Then(0, 0, "everybody's touchpoints are applied again", () => TakenOverAsync(bed, $"probe-{seed}"));
        await run.IsKeptAsync();
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Kill_OfAllAndRestart_LosesNothingAndDoesNothingTwice(int seed)
    {
        Choice.Needs(full: true);
        var bed = await fixture.BedAsync();
        var run = new FaultRun(bed, "kill-all", seed);
        run.Schedule.Between(1, 5, "kill -9 of all silos and the gateway", () => Task.WhenAll([bed.Gateway.KillAsync(), .. bed.Silos.Select(s => s.KillAsync())]));
        run.Schedule.Then(0, 2, "all start again", () => Task.WhenAll([bed.Gateway.StartAsync(), .. bed.Silos.Select(s => s.StartAsync())]));
        await run.IsKeptAsync();
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Kill_OfTheOnlySilo_IsTakenOverByOneElsewhereWithinAMinute(int seed)
    {
        Choice.Needs(full: true);
        await using var bed = await ClusterBed.StartAsync(new BedPlan { Documents = sink => ShopTraffic.Documents(sink), Silos = 1 });
        var run = new FaultRun(bed, "alone", seed);
        run.Schedule.Between(1, 4, "kill -9 of the only silo", bed.Silos[0].KillAsync);
        run.Schedule.Then(0, 0, "one at another address takes over", () => Task.WhenAll(bed.AddSiloAsync(), TakenOverAsync(bed, $"probe-alone-{seed}")));
        await run.IsKeptAsync();
    }

    // Customers enough for every partition, half of which nobody reads at this moment.
    private static async Task TakenOverAsync(ClusterBed bed, string name)
    {
        var watch = Stopwatch.StartNew();
        var probes = ShopTraffic.Make(new TrafficPlan { Count = 100, Customers = 100, Repeats = 0 }, name, 1, TimeProvider.System.GetUtcNow());
        using var way = new KafkaWay(bed.Servers, bed.Topic);
        Assert.True(await way.SendAsync(probes));
        await Waiting.UntilAsync(
            async () => (await Evidence.RowsAsync(bed.Direct, "SELECT count(DISTINCT id) FROM history WHERE source = $1", name, r => r.GetInt64(0)))[0] == probes.Count,
            TakeoverWithin,
            () => "the other silo to read what the dead one read");
        TestContext.Current.TestOutputHelper!.WriteLine("Taken over after {0:0.0} s.", watch.Elapsed.TotalSeconds);
    }
}
