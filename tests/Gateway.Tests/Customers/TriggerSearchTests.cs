using System.Collections.Immutable;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace CxOrchestrator.Gateway.Tests.Customers;

public sealed class TriggerSearchTests
{
    private const string Journey = """
        kind: journey
        id: order
        name: Order
        instance: order
        stages: [{id: placed, enter: order.placed}, {id: paid, enter: order.paid}, {id: shipped, enter: order.shipped}]
        exit: order.cancelled
        recovery: refund.issued
        expectations: [{id: delivery, name: Late, after: order.placed, expect: order.shipped, within: 2 days, experience: -0.8, critical: true}]
        experience: [{on: praise, value: 1}, {on: rude, value: -1}]
        ---
        {kind: segment, id: all, name: All, when: {customer.touchpoints: {atLeast: 1}}}
        ---

        """;

    private static readonly CustomerKey Key = new(CustomerKey.DefaultTenant, new CustomerId("c1"));

    // Each sets its trigger off; its conditions hold back what it would do, so that no decision tells of it.
    public static TheoryData<string, string> Kinds => new()
    {
        { "{touchpoint: rude}", "rude@1" },
        { "lowPointOpened", "order.placed@0 rude@1" },
        { "lowPointDeepened", "order.placed@0 rude@1 rude@1.5" },
        { "lowPointClosed", "order.placed@0 rude@1 refund.issued@1.5" },
        { "highPointOpened", "order.placed@0 praise@0.1 praise@0.2 praise@0.3" },
        { "highPointClosed", "order.placed@0 praise@0.1 praise@0.2 praise@0.3 rude@1 rude@1.1 rude@1.2" },
        { "{stageEntered: {journey: order, stage: paid}}", "order.placed@0 order.paid@1" },
        { "{stageExited: {journey: order, stage: placed}}", "order.placed@0 order.paid@1" },
        { "{stageStayed: {journey: order, stage: placed, for: 1 day}}", "order.placed@0" },
        { "{expectationMissed: {journey: order, expectation: delivery}}", "order.placed@0" },
        { "{absence: {of: order.paid, after: order.placed, within: 1 day}}", "order.placed@0" },
        { "{sequence: {steps: [order.placed, rude], within: 2 days}}", "order.placed@0 rude@1" },
        { "{count: {of: rude, atLeast: 2, within: 3 days}}", "rude@0 rude@1" },
        { "{metric: {of: mood, below: -0.3}}", "rude@1" },
        { "{schedule: {segment: all, at: '09:00'}}", "order.placed@0" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Find_EveryKind_IsFoundInTheWholeHistory(string trigger, string touchpoints)
    {
        var finding = await FindAsync(trigger, touchpoints, from: 1);

        Assert.NotNull(finding.NewestAt);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Find_EveryKindInNothingLikeIt_SaysThatTheWholeWasLookedAt(string trigger, string touchpoints)
    {
        Assert.NotEmpty(touchpoints);
        var finding = await FindAsync(trigger, "nothing@3.9", from: 1, now: 3.91);

        Assert.Equal((null, true), (finding.NewestAt, finding.Whole));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Find_EveryKindWithoutTheBeginning_IsFoundOrNotDenied(string trigger, string touchpoints)
    {
        Assert.NotEmpty(touchpoints);
        var finding = await FindAsync(trigger, "nothing@3.9", from: 100, now: 3.91);

        Assert.False(finding.Whole);
        var leavesMarks = Policy(trigger).Triggers[0] is OnTouchpoint or OnSchedule or OnLowPointOpened or OnLowPointDeepened or OnLowPointClosed or OnHighPointOpened or OnHighPointClosed
            or OnStageEntered or OnExpectationMissed;
        Assert.Equal(!leavesMarks, finding.Untold.Length == 1);
    }

    [Fact]
    public async Task Why_WithoutTheBeginning_DoesNotDeny()
    {
        var finding = await FindAsync("{metric: {of: mood, below: -0.3}}", "nothing@3.9", from: 100, now: 3.91);
        var definitions = Read("{metric: {of: mood, below: -0.3}}");
        var explanation = Explanations.Of(States.Unhappy("c1"), definitions, "p", new AdmissionFacts { KillSwitch = false }, GatewayHost.Start)!;

        var answer = WhyViews.Of("c1", explanation, finding, [], []).Answer;

        Assert.StartsWith("Whether it was triggered cannot be determined. This depends on inputs that are no longer stored: ", answer, StringComparison.Ordinal);
    }

    private static async Task<TriggerFinding> FindAsync(string trigger, string touchpoints, int from, double now = 4)
    {
        await using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var store = new FakeStore(new CustomerCodec(services.GetRequiredService<Serializer<CustomerState>>()));
        var definitions = Read(trigger);
        ImmutableArray<HistoryEntry> entries = [.. touchpoints.Split(' ').Select((t, i) => Entry(t, from + i))];
        store.Put(States.Unhappy("c1"), atRisk: true, [.. entries]);
        return await new TriggerSearch(new DraftPast(store)).FindAsync(
            Key, definitions, definitions.Policy("p")!, [.. entries.Reverse()], GatewayHost.Start.AddDays(now), TestContext.Current.CancellationToken);
    }

    private static HistoryEntry Entry(string touchpoint, int sequence)
    {
        var (type, day) = touchpoint.Split('@') is [var name, var days] ? (name, double.Parse(days, System.Globalization.CultureInfo.InvariantCulture)) : throw new ArgumentException(touchpoint);
        var at = GatewayHost.Start.AddDays(day);
        return States.Entry("c1", sequence, type) with
        {
            EffectiveAt = at,
            At = at,
            Input = TouchpointJson.Write(new Touchpoint
            {
                Identity = new("shop", $"t-{sequence}"),
                Type = type,
                Customer = Key.Customer,
                At = at,
                Attributes = AttributeSet.Of(new NamedValue("order", Rules.Touchpoints.Scalar.Of("o-1"))),
            }),
        };
    }

    private static PolicyDefinition Policy(string trigger) => Read(trigger).Policy("p")!;

    private static CompiledDefinitions Read(string trigger)
    {
        var read = DefinitionReader.Read([new("d.yaml", $"{Journey}kind: policy\nid: p\nname: P\non: {trigger}\nwhen: {{customer.segment: nobody}}\ndo: {{callback: {{queue: q, reason: r}}}}\n")]);
        Assert.True(read.Errors.IsEmpty, read.Errors.IsEmpty ? "" : $"{trigger}: {read.Errors[0]}");
        return new CompiledDefinitions(read.Set!);
    }
}
