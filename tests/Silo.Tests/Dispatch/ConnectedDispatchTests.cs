using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Silo.Tests.Hosting;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Dispatch;

/// <summary>Messages that leave through connections.</summary>
public sealed class ConnectedDispatchTests : DispatcherUnderTest
{
    private IDeliveries Deliveries => Store.Services.GetRequiredService<IDeliveries>();

    /// <summary>Sends end on their own: waits until what came of it is stored.</summary>
    private Task StoredAsync(Func<OutboxItem, bool> holds) => EmbeddedSilo.UntilAsync(async () => holds(await Store.ActionAsync("a-1")), "the outcome to be stored");

    private static DecidedAction Message(string id) => Some.Action(id) with { Channel = FakeConnectedChannel.Name };

    [Fact]
    public async Task Send_Accepted_StoresTheDeliveryWithTheOutcome()
    {
        await Store.AdmitAsync(Message("a-1"));
        await StartAsync();
        await StoredAsync(i => i.Status == ActionStatus.Delivered);

        Assert.Equal("mail", Assert.Single(Connected.Sent).Connection);
        Assert.Equal(ActionStatus.Delivered, (await Store.ActionAsync("a-1")).Status);
        Assert.Equal(("mail", DeliveryStep.Accepted), ((await Deliveries.FindAsync("a-1", default))!.Connection, (await Deliveries.FindAsync("a-1", default))!.Step));
        Assert.Empty(Channel.Sent);
    }

    [Fact]
    public async Task Send_ProcessDiedAfterTheSend_TheNextKnowsThatItMayHaveLeft()
    {
        await Store.AdmitAsync(Message("a-1"));
        await Store.Outbox.LeaseAsync("gone", Store.Clock.GetUtcNow(), TimeSpan.FromSeconds(30), 10, default);
        await Deliveries.BeginAsync("gone", [("a-1", "other")], default);
        await StartAsync();
        await IdleAsync();
        Assert.Empty(Connected.Sent);
        await LookAsync(TimeSpan.FromSeconds(30));
        await StoredAsync(i => i.Status == ActionStatus.Delivered);

        var (item, connection) = Assert.Single(Connected.Sent);
        Assert.Equal(("other", "other"), (item.LeftBy, connection));
    }

    [Fact]
    public async Task Send_Uncertain_IsTriedAgainThroughTheSameConnection()
    {
        Connected.Answer = i => i.LeftBy is null ? new ChannelResult(ChannelOutcome.Retry, "No answer", Uncertain: true) : new ChannelResult(ChannelOutcome.Delivered, Delivery: FakeConnectedChannel.Left());
        Connected.Plan = i => new Leaving(i.LeftBy ?? "first");
        await Store.AdmitAsync(Message("a-1"));
        await StartAsync();
        await StoredAsync(i => i.Attempts == 1);
        await IdleAsync();
        Connected.Plan = i => new Leaving(i.LeftBy ?? "second");
        await LookAsync(TimeSpan.FromSeconds(5));
        await StoredAsync(i => i.Status == ActionStatus.Delivered);

        Assert.Equal([(null, "first"), ("first", "first")], Connected.Sent.Select(s => (s.Item.LeftBy, s.Connection)));
        Assert.Equal(ActionStatus.Delivered, (await Store.ActionAsync("a-1")).Status);
    }

    [Fact]
    public async Task Send_NotTaken_MayLeaveThroughAnotherConnection()
    {
        Connected.Answer = i => i.Attempts == 0 ? new ChannelResult(ChannelOutcome.Retry, "503") : new ChannelResult(ChannelOutcome.Delivered, Delivery: FakeConnectedChannel.Left());
        Connected.Plan = i => new Leaving(i.Attempts == 0 ? "first" : "second");
        await Store.AdmitAsync(Message("a-1"));
        await StartAsync();
        await StoredAsync(i => i.Attempts == 1);
        await IdleAsync();
        await LookAsync(TimeSpan.FromSeconds(5));
        await StoredAsync(i => i.Status == ActionStatus.Delivered);

        Assert.Equal([(null, "first"), (null, "second")], Connected.Sent.Select(s => (s.Item.LeftBy, s.Connection)));
    }

    [Fact]
    public async Task Send_Unknown_IsNotSentAgainByItself()
    {
        Connected.Answer = _ => new ChannelResult(ChannelOutcome.Unknown, "No answer came.", Delivery: FakeConnectedChannel.Left(unknown: true));
        await Store.AdmitAsync(Message("a-1"));
        await StartAsync();
        await StoredAsync(i => i.Status == ActionStatus.Unknown);
        await IdleAsync();
        await LookAsync(TimeSpan.FromDays(2));

        Assert.Single(Connected.Sent);
        Assert.Equal((ActionStatus.Unknown, "No answer came."), ((await Store.ActionAsync("a-1")).Status, (await Store.ActionAsync("a-1")).LastError));
        Assert.Equal(DeliveryStep.Unknown, (await Deliveries.FindAsync("a-1", default))!.Step);
    }

    [Fact]
    public async Task Plan_NotNow_CostsNoAttempt()
    {
        Connected.Plan = _ => new Leaving(null, new ChannelResult(ChannelOutcome.Later, "Its connection is paused.", TimeSpan.FromSeconds(15)));
        await Store.AdmitAsync(Message("a-1"));
        await StartAsync();
        await StoredAsync(i => i.LastError is not null);

        var item = await Store.ActionAsync("a-1");
        Assert.Equal((ActionStatus.Admitted, 0, "Its connection is paused.", Store.Clock.GetUtcNow().AddSeconds(15)), (item.Status, item.Attempts, item.LastError, item.NextAttemptAt));
        Assert.Empty(Connected.Sent);
    }

    [Fact]
    public async Task Send_OutcomeThatCannotBeStored_IsNeverSentBlindlyAgain()
    {
        (Outbox.CompleteFails, Outbox.CompleteFailsFor) = (new InvalidOperationException("no room"), o => o.Delivery is not null);
        await Store.AdmitAsync(Message("a-1"));
        await StartAsync();
        await StoredAsync(i => i.Attempts == 1);
        await IdleAsync();
        Outbox.CompleteFails = null;
        await LookAsync(TimeSpan.FromSeconds(5));
        await StoredAsync(i => i.Status == ActionStatus.Delivered);

        Assert.Equal([null, "mail"], Connected.Sent.Select(s => s.Item.LeftBy));
    }

    [Fact]
    public async Task Send_ChannelThatThrows_CountsAsUncertain()
    {
        Connected.Answer = i => i.LeftBy is null ? throw new InvalidOperationException("broken") : new ChannelResult(ChannelOutcome.Delivered, Delivery: FakeConnectedChannel.Left());
        await Store.AdmitAsync(Message("a-1"));
        await StartAsync();
        await StoredAsync(i => i.Attempts == 1);
        await IdleAsync();
        await LookAsync(TimeSpan.FromSeconds(5));
        await StoredAsync(i => i.Status == ActionStatus.Delivered);

        Assert.Equal([null, "mail"], Connected.Sent.Select(s => s.Item.LeftBy));
    }
}
