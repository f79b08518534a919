using System.Collections.Immutable;
using CxOrchestrator.Channels.Dispatch;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Channels.Tests.Dispatch;

/// <summary>What leaves first where a connection's rate is short.</summary>
public sealed class ConnectionRateTests : ChannelUnderTest
{
    private const int Rate = 100;

    private static ImmutableArray<OutboxItem> Messages(int from, int count, PolicyCategory category) => [.. Enumerable.Range(from, count).Select(i => Message(i, category))];

    private static TimeSpan WaitOf(Leaving plan) => plan.Instead!.RetryAfter!.Value;

    [Fact]
    public async Task Plan_RateShort_ServiceLeavesFirstWhateverTheOrder()
    {
        Publish(Connection("one", rate: Rate));

        var plans = await Channel.PlanAsync([.. Messages(0, 50, PolicyCategory.Promotion), .. Messages(50, 5, PolicyCategory.Service)], Cancel);

        Assert.All(plans.Skip(50), p => Assert.Equal("one", p.Connection));
        Assert.InRange(plans.Count(p => p.Connection is not null), 5, Rate / 10);
        Assert.All(plans.Where(p => p.Connection is null), p => Assert.Equal(ChannelOutcome.Later, p.Instead!.Outcome));
    }

    [Fact]
    public async Task Plan_ServiceWaitsForTheRate_PromotionsWaitBehindAllOfIt()
    {
        Publish(Connection("one", rate: Rate));
        var service = await Channel.PlanAsync(Messages(0, 200, PolicyCategory.Service), Cancel);
        var last = service.Where(p => p.Connection is null).Max(WaitOf);
        Clock.Advance(TimeSpan.FromSeconds(1));

        // There is room again, and service messages that were put off before are not leased at this moment.
        var promotions = await Channel.PlanAsync(Messages(200, 20, PolicyCategory.Promotion), Cancel);

        Assert.All(promotions, p => Assert.Null(p.Connection));
        Assert.All(promotions, p => Assert.True(WaitOf(p) > last - TimeSpan.FromSeconds(1)));
        Assert.NotNull((await PlanAsync(Message(300))).Connection);
    }

    [Fact]
    public async Task Plan_RateOfAChannel_HoldsForAllItsConnectionsTogether()
    {
        Publish(new GuardrailSettings { Rates = [new ChannelRate { Channel = "email", PerSecond = Rate }] }, Connection("one"), Connection("two"), Connection("text") with { Channel = "sms" });

        var plans = await Channel.PlanAsync([.. Messages(0, 60, PolicyCategory.Promotion), .. Messages(60, 3, PolicyCategory.Service)], Cancel);

        Assert.All(plans.Skip(60), p => Assert.NotNull(p.Connection));
        Assert.InRange(plans.Count(p => p.Connection is not null), 3, Rate / 10);
        var other = Message(100) with { Action = Message(100).Action with { Channel = "sms" } };
        Assert.Equal("text", (await PlanAsync(other)).Connection);
    }

    [Fact]
    public async Task Plan_RatesOfChannelAndConnection_TheShorterHolds()
    {
        Publish(new GuardrailSettings { Rates = [new ChannelRate { Channel = "email", PerSecond = 10 * Rate }] }, Connection("one", rate: Rate));

        var plans = await Channel.PlanAsync(Messages(0, 50, PolicyCategory.Service), Cancel);

        Assert.InRange(plans.Count(p => p.Connection is not null), 1, Rate / 10);
        Assert.All(plans.Where(p => p.Connection is null), p => Assert.Equal(ChannelOutcome.Later, p.Instead!.Outcome));
    }

    [Fact]
    public async Task Plan_ServiceLineIsOver_PromotionsLeave()
    {
        Publish(Connection("one", rate: Rate));
        var service = await Channel.PlanAsync(Messages(0, 50, PolicyCategory.Service), Cancel);
        Clock.Advance(service.Where(p => p.Connection is null).Max(WaitOf));

        Assert.NotNull((await PlanAsync(Message(100, PolicyCategory.Promotion))).Connection);
    }

    [Fact]
    public async Task Plan_ManyPutOff_ComeBackOneAfterTheOtherAcrossLooks()
    {
        Publish(Connection("one", rate: Rate));

        var waits = new List<TimeSpan>();
        for (var look = 0; look < 4; look++)
        {
            waits.AddRange((await Channel.PlanAsync(Messages(look * 50, 50, PolicyCategory.Service), Cancel)).Where(p => p.Connection is null).Select(WaitOf));
        }

        Assert.Equal(waits.Order(), waits);
        Assert.All(waits.Zip(waits.Skip(1)), w => Assert.InRange((w.Second - w.First).TotalSeconds, 1.0 / Rate, 1.2 / Rate));
    }

    [Fact]
    public async Task Plan_SlowRate_WaitsNoLongerThanTheBound()
    {
        Publish(Connection("one", rate: 1));

        var plans = await Channel.PlanAsync(Messages(0, 200, PolicyCategory.Service), Cancel);

        Assert.Equal(RateLine.WaitMax, plans.Where(p => p.Connection is null).Max(WaitOf));
    }

    [Fact]
    public async Task Plan_Rate_IsKeptInEverySecond()
    {
        Publish(Connection("one", rate: Rate));
        var left = new List<DateTimeOffset>();
        for (var i = 0; i < 300; i++)
        {
            var plans = await Channel.PlanAsync(Messages(i * 5, 5, PolicyCategory.Service), Cancel);
            left.AddRange(plans.Where(p => p.Connection is not null).Select(_ => Clock.GetUtcNow()));
            Clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.All(left, from => Assert.InRange(left.Count(at => at >= from && at < from.AddSeconds(1)), 0, Rate));
        Assert.InRange(left.Count, 2.5 * Rate, 3.1 * Rate);
    }
}
