using System.Net;
using CxOrchestrator.EndToEnd.Cluster;
using CxOrchestrator.EndToEnd.Faults.Nemesis;
using CxOrchestrator.EndToEnd.Faults.Traffic;
using CxOrchestrator.EndToEnd.Processes;
using CxOrchestrator.Testing;

namespace CxOrchestrator.EndToEnd.Faults;

/// <summary>Silos that stand still, are cut off, or have a wrong clock: each still believes that it is the one.</summary>
[Collection(FaultCollection.Name)]
[Trait("fault", "separation")]
public sealed class SeparationTests(BedFixture fixture) : IClassFixture<BedFixture>
{
    public static TheoryData<int> Seeded => [.. Seeds.Chosen];

    public static TheoryData<int, int> Clocks
    {
        get
        {
            var data = new TheoryData<int, int>();
            foreach (var seed in Seeds.Chosen)
            {
                data.Add(10, seed);
                data.Add(-10, seed);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Silo_StoppedForFortySecondsAndResumed_DoesNothingTwice(int seed)
    {
        Choice.Needs(full: true);
        var bed = await fixture.BedAsync();
        var silo = bed.Silos[seed % 2];
        var run = new FaultRun(bed, "stopped", seed);
        run.Schedule.Between(1, 4, "SIGSTOP of a silo", () => silo.SignalAsync("STOP"));
        run.Schedule.Then(40, 40, "SIGCONT", () => silo.SignalAsync("CONT"));
        run.Schedule.Then(10, 10, "started again, should it have ended", bed.StartEndedAsync);
        await run.IsKeptAsync();
    }

    [Theory]
    [MemberData(nameof(Clocks))]
    public async Task Clock_TenMinutesOff_ChangesNothing(int minutes, int seed)
    {
        Choice.Needs(full: minutes > 0);
        var bed = await fixture.BedAsync();
        var off = await bed.AddFaultySiloAsync($"--Faults:ClockOffset={TimeSpan.FromMinutes(minutes)}");
        try
        {
            // As far ahead of the true time as a gateway takes it.
            var plan = new TrafficPlan { Ends = TimeSpan.FromMinutes(9) };
            await new FaultRun(bed, minutes < 0 ? "behind" : "ahead", seed, plan).IsKeptAsync();
        }
        finally
        {
            await bed.RemoveAsync(off, orderly: true);
        }
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Silo_CutOffFromTheOtherAndTheDatabase_DoesNothingTwice(int seed)
    {
        Choice.Needs(full: true);
        await using var bed = await ClusterBed.StartAsync(new BedPlan { Documents = sink => ShopTraffic.Documents(sink), Silos = 0, Gateway = false });

        // Two silos, each behind a proxy of its own: what is between them can be cut whole. One's way to the database as well.
        var (firstPort, secondPort) = (Ports.Free(), Ports.Free());
        await using var first = new CuttingProxy(firstPort);
        await using var second = new CuttingProxy(secondPort);
        await using var database = new CuttingProxy(bed.Database.Port);
        await bed.AddFaultySiloAsync($"--Cluster:SiloPort={first.Port}", $"--Faults:ListenPort={firstPort}");
        var away = await bed.AddFaultySiloAsync($"--Cluster:SiloPort={second.Port}", $"--Faults:ListenPort={secondPort}", $"--Postgres:ConnectionString={bed.ConnectionThrough(database)}");
        await bed.Gateway.StartAsync();

        CuttingProxy[] ways = [first, second, database];
        var run = new FaultRun(bed, "cut-off", seed);
        run.Schedule.Between(1, 4, "the second silo is cut off from the first and the database", () => Each(ways, w => w.KeepApart()));
        run.Schedule.Then(10, 10, "it knows that it is not ready", () => IsNotReadyAsync(away));
        run.Schedule.Then(15, 25, "the ways are open again", () => Each(ways, w => w.LetThrough()));
        run.Schedule.Then(15, 15, "silos that were declared dead and ended are started again", bed.StartEndedAsync);
        await run.IsKeptAsync();
    }

    private static async Task IsNotReadyAsync(ProductProcess silo)
    {
        using var answer = await silo.Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    private static Task Each(CuttingProxy[] ways, Action<CuttingProxy> act)
    {
        Array.ForEach(ways, act);
        return Task.CompletedTask;
    }
}
