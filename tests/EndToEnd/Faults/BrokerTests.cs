using CxOrchestrator.EndToEnd.Cluster;
using CxOrchestrator.EndToEnd.Faults.Nemesis;
using CxOrchestrator.EndToEnd.Faults.Traffic;
using CxOrchestrator.EndToEnd.Processes;

namespace CxOrchestrator.EndToEnd.Faults;

/// <summary>Brokers that go away, refuse, or lose a leader; members of the group that come and go.</summary>
[Collection(FaultCollection.Name)]
[Trait("fault", "broker")]
public sealed class BrokerTests(BedFixture fixture) : IClassFixture<BedFixture>
{
    /// <summary>Codes of the protocol.</summary>
    private const int NotLeader = 6;
    private const int RequestTimedOut = 7;
    private const int CoordinatorLoading = 14;
    private const int RebalanceInProgress = 27;
    private const int HangUp = -195;

    public static TheoryData<int> Seeded => [.. Seeds.Chosen];

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Brokers_DownAndUp_IntakePausesAndGoesOn(int seed)
    {
        Choice.NeedsMockBroker();
        var bed = await fixture.BedAsync();
        var run = new FaultRun(bed, "down", seed);
        run.Schedule.Between(1, 4, "brokers down", () => bed.Broker!.CommandAsync("down"));
        run.Schedule.Then(3, 8, "brokers up", () => bed.Broker!.CommandAsync("up"));
        await run.IsKeptAsync();
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Produce_ThatFails_IsAppendedOnce(int seed)
    {
        Choice.NeedsMockBroker();
        await FailingAsync("produce", seed, [NotLeader, RequestTimedOut, HangUp]);
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Fetch_ThatFails_IsFetchedAgain(int seed)
    {
        Choice.NeedsMockBroker(full: true);
        await FailingAsync("fetch", seed, [NotLeader, RequestTimedOut, HangUp]);
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Commit_ThatFails_IsMadeUpFor(int seed)
    {
        Choice.NeedsMockBroker(full: true);
        await FailingAsync("offsetcommit", seed, [CoordinatorLoading, RebalanceInProgress, HangUp]);
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Partition_WithoutLeader_WaitsForOne(int seed)
    {
        Choice.NeedsMockBroker();
        var bed = await fixture.BedAsync();
        var run = new FaultRun(bed, "leaderless", seed);
        var partition = run.Schedule.Dice.Next(8);
        run.Schedule.Between(1, 4, $"partition {partition} has no leader", () => bed.Broker!.CommandAsync($"leader {bed.Topic} {partition} none"));
        run.Schedule.Then(3, 8, "it has one again", () => bed.Broker!.CommandAsync($"leader {bed.Topic} {partition} 1"));
        await run.IsKeptAsync();
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Members_ThatJoinAndLeaveAllTheTime_StopNobody(int seed)
    {
        Choice.Needs(full: true);
        var bed = await fixture.BedAsync();
        var run = new FaultRun(bed, "members", seed, new TrafficPlan { Count = 6_000 });
        for (var turn = 0; turn < 3; turn++)
        {
            var joined = bed.NewSilo();
            run.Schedule.Between(1 + (6 * turn), 1 + (6 * turn), "a silo joins", joined.StartAsync);
            run.Schedule.Then(3, 3, "it leaves", () => bed.RemoveAsync(joined, orderly: true));
        }

        await run.IsKeptAsync();
    }

    private async Task FailingAsync(string request, int seed, int[] errors)
    {
        var bed = await fixture.BedAsync();
        var run = new FaultRun(bed, request, seed);
        for (var burst = 0; burst < 4; burst++)
        {
            var error = errors[run.Schedule.Dice.Next(errors.Length)];
            var times = run.Schedule.Dice.Next(1, 6);
            run.Schedule.Between(0.5 + (2 * burst), 2 + (2 * burst), $"the next {times} of {request} fail with {error}", () => bed.Broker!.CommandAsync($"fail {request} {error} {times}"));
        }

        run.Schedule.Between(9, 9, $"{request} works again", () => bed.Broker!.CommandAsync($"heal {request}"));
        await run.IsKeptAsync();
    }
}
