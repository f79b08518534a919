using CxOrchestrator.EndToEnd.Cluster;
using CxOrchestrator.EndToEnd.Faults.Nemesis;
using CxOrchestrator.EndToEnd.Faults.Traffic;

namespace CxOrchestrator.EndToEnd.Faults;

/// <summary>What comes in is not as one would wish: twice, late, unreadable, all at once, of one customer or of very many; or the documents change meanwhile.</summary>
[Collection(FaultCollection.Name)]
[Trait("fault", "input")]
public sealed class InputTests(BedFixture fixture) : IClassFixture<BedFixture>
{
    public static TheoryData<int> Seeded => [.. Seeds.Chosen];

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Touchpoints_RepeatedOutOfOrderAndDaysLate_AreAppliedOnce(int seed)
    {
        Choice.Needs();
        var plan = new TrafficPlan { Repeats = 0.05, RepeatsReach = 2_000, OutOfOrder = 0.05, Late = 12, Customers = 25 };
        await new FaultRun(await fixture.BedAsync(), "late", seed, plan).IsKeptAsync();
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Poison_OfEveryKind_BecomesDeadLettersAndHoldsNobodyUp(int seed)
    {
        Choice.Needs();
        var run = new FaultRun(await fixture.BedAsync(), "poison", seed);
        run.Schedule.Between(1, 2, "poison of every kind", run.PoisonAsync);
        run.Schedule.Between(3, 6, "and again", run.PoisonAsync);
        await run.IsKeptAsync();
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Load_TenTimesAsHigh_IsTaken(int seed)
    {
        Choice.Needs();
        await new FaultRun(await fixture.BedAsync(), "spike", seed, new TrafficPlan { Count = 6_000, Spike = 10, PerSecond = 500 }).IsKeptAsync();
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Customer_WithHalfTheTraffic_IsServedLikeTheOthers(int seed)
    {
        Choice.Needs();
        await new FaultRun(await fixture.BedAsync(), "hot", seed, new TrafficPlan { Hot = 0.5 }).IsKeptAsync();
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Customers_ManyNeverSeenBefore_AreAllServed(int seed)
    {
        Choice.Needs(full: true);
        await new FaultRun(await fixture.BedAsync(), "cold", seed, new TrafficPlan { Count = 100_000, Customers = 100_000, Repeats = 0.01, PerSecond = 5_000 }).IsKeptAsync();
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Documents_ChangedUnderLoad_DecideFromTheirVersionOn(int seed)
    {
        Choice.Needs();
        var bed = await fixture.BedAsync();
        var run = new FaultRun(bed, "documents", seed);
        run.Schedule.Between(1, 3, "a further policy is published", () => bed.WriteDocumentsAsync(ShopTraffic.Documents(bed.Sink.Url, thanks: true)));
        run.Schedule.Between(5, 7, "it is taken away again", () => bed.WriteDocumentsAsync(ShopTraffic.Documents(bed.Sink.Url)));
        await run.IsKeptAsync();
    }
}
