using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Channels.Tests.Dispatch;

/// <summary>Messages that may have left before.</summary>
public sealed partial class ConnectionChannelTests
{
    [Fact]
    public async Task Send_Uncertain_NeverLeavesThroughAnother()
    {
        Publish(Connection("one"), Connection("two"));
        var first = (await PlanAsync(Message())).Connection!;
        Senders[first].TakesIdempotencyKey = true;
        Senders[first].Answer = _ => new SendAnswer(SendVerdict.Uncertain, Text: "No answer.");

        var result = await SendAsync(Message());

        Assert.Equal((ChannelOutcome.Retry, true), (result.Outcome, result.Uncertain));
        for (var attempts = 1; attempts < 6; attempts++)
        {
            var again = Message() with { Attempts = attempts, LeftBy = first };
            Assert.Equal(first, (await PlanAsync(again)).Connection);
        }

        await BreakAsync(first);
        var broken = Message() with { Attempts = 6, LeftBy = first };
        Assert.Equal(first, (await PlanAsync(broken)).Connection);
        Assert.Equal((ChannelOutcome.Later, true), ((await SendAsync(broken)).Outcome, (await SendAsync(broken)).Uncertain));
        Assert.DoesNotContain(Senders[first == "one" ? "two" : "one"].Sent, m => m.Id == Message().Action.Id);
    }

    [Fact]
    public async Task Send_UncertainWithoutKeyOrLookup_IsUnknownAndNotSentAgain()
    {
        Publish(Connection("one"));
        Senders["one"].Answer = _ => new SendAnswer(SendVerdict.Uncertain, Text: "No answer.");

        var result = await SendAsync(Message());

        Assert.Equal((ChannelOutcome.Unknown, true), (result.Outcome, result.Delivery!.Unknown));
        Assert.Equal(ChannelOutcome.Unknown, (await SendAsync(Message() with { LeftBy = "one" })).Outcome);
        Assert.Single(Senders["one"].Sent);
    }

    [Fact]
    public async Task Send_MayHaveLeftAndTheProviderHasIt_IsDeliveredWithoutASend()
    {
        Publish(Connection("one"));
        (Senders["one"].CanBeAsked, Senders["one"].Known) = (true, new SendAnswer(SendVerdict.Accepted, "p-7"));

        var result = await SendAsync(Message() with { LeftBy = "one" });

        Assert.Equal((ChannelOutcome.Delivered, "p-7"), (result.Outcome, result.Delivery!.ProviderId));
        Assert.Empty(Senders["one"].Sent);
    }

    [Fact]
    public async Task Send_MayHaveLeftAndTheProviderCannotTellYet_IsAskedAgainAndNotSent()
    {
        Publish(Connection("one"));
        Senders["one"].CanBeAsked = true;

        var result = await SendAsync(Message() with { LeftBy = "one" });

        Assert.Equal((ChannelOutcome.Retry, true), (result.Outcome, result.Uncertain));
        Assert.Empty(Senders["one"].Sent);
    }

    [Fact]
    public async Task Send_MayHaveLeftAndTheProviderDoesNotHaveIt_IsSentThroughTheSame()
    {
        Publish(Connection("one"), Connection("two"));
        (Senders["two"].CanBeAsked, Senders["two"].Known) = (true, new SendAnswer(SendVerdict.Retry, Text: "404"));

        Assert.Equal(ChannelOutcome.Delivered, (await SendAsync(Message() with { LeftBy = "two" })).Outcome);

        Assert.Equal((0, 1), (Senders["one"].Sent.Count, Senders["two"].Sent.Count));
    }

    [Fact]
    public async Task Send_MayHaveLeftAndWasReportedMeanwhile_IsDelivered()
    {
        Publish(Connection("one"));
        await Deliveries.ReportAsync(
            [new NewStep { Reporter = "one", EventId = "e-1", Step = DeliveryStep.Delivered, Action = Message().Action.Id, ProviderId = "p-3", At = Clock.GetUtcNow() }], Cancel);

        var result = await SendAsync(Message() with { LeftBy = "one" });

        Assert.Equal((ChannelOutcome.Delivered, "p-3"), (result.Outcome, result.Delivery!.ProviderId));
        Assert.Empty(Senders["one"].Sent);
    }

    [Fact]
    public async Task Send_MayHaveLeftThroughOneThatIsGone_IsUnknown()
    {
        Publish(Connection("two"));

        Assert.Equal(ChannelOutcome.Unknown, (await SendAsync(Message() with { LeftBy = "one" })).Outcome);
        Assert.Empty(Senders["two"].Sent);
    }
}
