using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Channels.Tests.Dispatch;

/// <summary>Which connection a message leaves through, and what comes of it.</summary>
public sealed partial class ConnectionChannelTests : ChannelUnderTest
{
    /// <summary>Failures in a row that open a circuit for certain.</summary>
    private const int FailuresThatBreak = 10;

    private async Task BreakAsync(string connection)
    {
        Senders[connection].Answer = _ => FakeSender.Fault;
        for (var i = 0; i < FailuresThatBreak; i++)
        {
            await Channel.SendAsync(Message(1_000 + i), connection, Cancel);
        }

        Senders[connection].Sent.Clear();
    }

    [Fact]
    public async Task Plan_ThreeWeights_SpreadsMessagesAsStated()
    {
        const int Messages = 10_000;
        Publish(Connection("one", 1), Connection("two", 2), Connection("three", 3));

        var plans = await Channel.PlanAsync([.. Enumerable.Range(0, Messages).Select(i => Message(i))], Cancel);

        foreach (var (id, weight) in ((string, int)[])[("one", 1), ("two", 2), ("three", 3)])
        {
            var expected = Messages * weight / 6.0;
            Assert.InRange(plans.Count(p => p.Connection == id), expected * 0.95, expected * 1.05);
        }
    }

    [Fact]
    public async Task Plan_SameMessageAgain_ChoosesTheSameConnection()
    {
        Publish(Connection("one"), Connection("two"), Connection("three"));
        var first = (await Channel.PlanAsync([.. Enumerable.Range(0, 100).Select(i => Message(i))], Cancel)).Select(p => p.Connection).ToList();

        Publish(Connection("three"), Connection("one"), Connection("two"));

        Assert.Equal(first, (await Channel.PlanAsync([.. Enumerable.Range(0, 100).Select(i => Message(i))], Cancel)).Select(p => p.Connection));
    }

    [Fact]
    public async Task Plan_WeightZero_IsUsedOnlyWhileTheOthersFail()
    {
        Publish(Connection("main"), Connection("spare", weight: 0));
        Assert.All(await Channel.PlanAsync([.. Enumerable.Range(0, 200).Select(i => Message(i))], Cancel), p => Assert.Equal("main", p.Connection));

        await BreakAsync("main");

        Assert.All(await Channel.PlanAsync([.. Enumerable.Range(0, 200).Select(i => Message(i))], Cancel), p => Assert.Equal("spare", p.Connection));
    }

    [Fact]
    public async Task Send_CircuitBroken_LeavesThroughAnotherAndComesBack()
    {
        Publish(Connection("main"), Connection("spare", weight: 0));
        await BreakAsync("main");
        Assert.Equal(("spare", ChannelOutcome.Delivered), ((await PlanAsync(Message())).Connection, (await SendAsync(Message())).Outcome));
        Assert.Empty(Senders["main"].Sent);

        Senders["main"].Answer = _ => FakeSender.Accepted;
        Clock.Advance(LiveConnection.BreakFor + TimeSpan.FromSeconds(1));
        Assert.Equal("main", (await PlanAsync(Message(2))).Connection);
        await SendAsync(Message(2));

        Assert.Single(Senders["main"].Sent);
        Assert.Equal("main", (await PlanAsync(Message(3))).Connection);
    }

    [Fact]
    public async Task Send_OnlyCircuitBroken_WaitsWithoutBeingTried()
    {
        Publish(Connection("main"));
        await BreakAsync("main");

        Assert.Equal(ChannelOutcome.Later, (await SendAsync(Message())).Outcome);

        // Chosen a moment before the circuit opened.
        Assert.Equal(ChannelOutcome.Later, (await Channel.SendAsync(Message(), "main", Cancel)).Outcome);
        Assert.Empty(Senders["main"].Sent);
    }

    [Fact]
    public async Task Send_PauseOfABrokenCircuitIsOver_OneMessageTriesIt()
    {
        Publish(Connection("main"), Connection("spare", weight: 0));
        await BreakAsync("main");
        Clock.Advance(LiveConnection.BreakFor + TimeSpan.FromSeconds(1));
        Senders["main"].Answer = _ => FakeSender.Fault;

        Assert.Equal(["main", "main"], (await Channel.PlanAsync([Message(1), Message(2)], Cancel)).Select(p => p.Connection));
        Assert.Equal(ChannelOutcome.Retry, (await Channel.SendAsync(Message(1), "main", Cancel)).Outcome);
        var late = await Channel.SendAsync(Message(2), "main", Cancel);

        Assert.Equal((ChannelOutcome.Later, TimeSpan.FromSeconds(1)), (late.Outcome, late.RetryAfter));
        Assert.Equal("spare", (await PlanAsync(Message(2))).Connection);
    }

    [Fact]
    public async Task Send_NotTaken_NextAttemptGoesToTheNextConnection()
    {
        Publish(Connection("one"), Connection("two"));
        var first = (await PlanAsync(Message())).Connection!;
        Senders[first].Answer = _ => new SendAnswer(SendVerdict.Retry, Text: "451 busy", RetryAfter: TimeSpan.FromSeconds(3));

        var result = await SendAsync(Message());

        Assert.Equal(new ChannelResult(ChannelOutcome.Retry, "451 busy", TimeSpan.FromSeconds(3)), result);
        Assert.NotEqual(first, (await PlanAsync(Message() with { Attempts = 1 })).Connection);
    }

    [Fact]
    public async Task Plan_AnotherRecoversMeanwhile_RetryDoesNotGoBackToTheOneThatFailed()
    {
        Publish(Connection("one"), Connection("two"), Connection("three"));
        var order = new List<string>();
        for (var attempts = 0; attempts < 3; attempts++)
        {
            order.Add((await PlanAsync(Message() with { Attempts = attempts })).Connection!);
        }

        await BreakAsync(order[0]);
        Assert.Equal(order[1], (await PlanAsync(Message())).Connection);
        Clock.Advance(LiveConnection.BreakFor + TimeSpan.FromSeconds(1));

        Assert.Equal(3, order.Distinct().Count());
        await BreakAsync(order[2]);
        Assert.Equal(order[1], (await PlanAsync(Message() with { Attempts = 1 })).Connection);
        Assert.Equal(order[0], (await PlanAsync(Message() with { Attempts = 2 })).Connection);
    }

    [Fact]
    public async Task Plan_Paused_WaitsAndSaysWhy()
    {
        Publish(Connection("one"));
        States.Pause("one", true);
        await Catalog.RunAsync(Cancel);

        var plan = await PlanAsync(Message());
        Assert.Equal((null, ChannelOutcome.Later, "Its connection is paused."), (plan.Connection, plan.Instead!.Outcome, plan.Instead.Error));

        States.Pause("one", false);
        await Catalog.RunAsync(Cancel);
        Assert.Equal("one", (await PlanAsync(Message())).Connection);
    }

    [Fact]
    public async Task Plan_OnePaused_LeavesThroughTheOther()
    {
        Publish(Connection("one", weight: 1_000), Connection("two"));
        States.Pause("one", true);
        await Catalog.RunAsync(Cancel);

        Assert.All(await Channel.PlanAsync([.. Enumerable.Range(0, 50).Select(i => Message(i))], Cancel), p => Assert.Equal("two", p.Connection));
    }

    [Fact]
    public async Task Send_WithoutAddress_IsDeadAndSaysWhatIsMissing()
    {
        Publish(Connection("one"));
        Has(("name", Scalar.Of("Ann")));

        Assert.Equal(
            new ChannelResult(ChannelOutcome.Never, "The customer has no address for email: the attribute 'email' is missing. Send it in a customer.updated."), await SendAsync(Message()));
        Assert.Empty(Senders["one"].Sent);
    }

    [Fact]
    public async Task Send_AddressRefusedForGood_IsReportedAsABounce()
    {
        Publish(Connection("one"));
        Senders["one"].Answer = _ => new SendAnswer(SendVerdict.Never, Text: "550 no such user", AddressFault: true);

        Assert.Equal(new ChannelResult(ChannelOutcome.Never, "550 no such user"), await SendAsync(Message()));

        var bounce = Assert.Single(Deliveries.Reported);
        Assert.Equal((DeliveryStep.Bounced, true, Message().Action.Id), (bounce.Step, bounce.Permanent, bounce.Action));
    }

    [Theory]
    [InlineData(PolicyCategory.Promotion, ChannelOutcome.Never)]
    [InlineData(PolicyCategory.Service, ChannelOutcome.Delivered)]
    public async Task Send_UnsubscribeLinkWithoutPublicAddress_StopsPromotionsOnly(PolicyCategory category, ChannelOutcome outcome)
    {
        Publish(Connection("one"));

        var result = await SendAsync(Message(category: category, text: $"Offer. {MessageLinks.Unsubscribe}"));

        Assert.Equal(outcome, result.Outcome);
        Assert.Equal(category == PolicyCategory.Promotion, result.Error?.Contains("set Links:PublicAddress", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public async Task Send_ExpiredWhereItMayHaveLeft_IsUnknownWithTheMessageAsItLeft()
    {
        Publish(Connection("one"));
        Senders["one"].TakesIdempotencyKey = true;
        Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));

        var result = await Channel.SendAsync(Message() with { LeftBy = "one" }, "one", Cancel);

        Assert.Equal((ChannelOutcome.Unknown, "ann@example.com"), (result.Outcome, result.Delivery?.Message.To));
        Assert.Empty(Senders["one"].Sent);
    }
}
