using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Silo.Tests.Dispatch;

public sealed class DispatcherTests : DispatcherUnderTest
{
    private static Task<ChannelResult> Retry(string error = "503 busy", TimeSpan? after = null) => Task.FromResult(new ChannelResult(ChannelOutcome.Retry, error, after));

    [Fact]
    public async Task Send_Admitted_IsDeliveredOnceAndAnnounced()
    {
        await Store.AdmitAsync(Some.Action("a-1"));
        await StartAsync();
        await IdleAsync();
        await LookAsync(TimeSpan.FromDays(1));

        Assert.Equal("a-1", Assert.Single(Channel.Sent).Action.Id);
        Assert.Equal((ActionStatus.Delivered, 1), ((await Store.ActionAsync("a-1")).Status, (await Store.ActionAsync("a-1")).Attempts));
        var told = Assert.Single(Events.Actions);
        Assert.Equal(("c-1", "a-1", "message", "late", "delivered"), (told.Customer, told.Action, told.Kind, told.Policy, told.Status));
    }

    [Fact]
    public async Task Send_Test_IsDeliveredAndNotAnnounced()
    {
        await Store.AdmitAsync(Some.Action("a-1", content: ("test", "true")));
        await StartAsync();
        await IdleAsync();

        Assert.Equal(ActionStatus.Delivered, (await Store.ActionAsync("a-1")).Status);
        Assert.Empty(Events.Actions);
    }

    [Fact]
    public async Task Send_Failing_IsTriedAgainWithDoublingPausesUnderTheSameId()
    {
        Channel.Answer = _ => Retry();
        await Store.AdmitAsync(Some.Action("a-1"));
        await StartAsync();
        await IdleAsync();
        var pauses = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            var pause = (await Store.ActionAsync("a-1")).NextAttemptAt!.Value - Store.Clock.GetUtcNow();
            pauses.Add(pause.TotalSeconds);
            await LookAsync(pause - TimeSpan.FromMilliseconds(1));
            Assert.Equal(i + 1, Channel.Sent.Count);
            await LookAsync(Settings.LookEvery);
        }

        Assert.All(Channel.Sent, s => Assert.Equal("a-1", s.Action.Id));
        Assert.InRange(pauses[0], 2, 2.5);
        Assert.All(pauses.Zip(pauses.Skip(1)), p => Assert.Equal(2 * p.First, p.Second, 2));
        Assert.Equal("503 busy", (await Store.ActionAsync("a-1")).LastError);
    }

    [Fact]
    public async Task Send_ReceiverAsksForMoreTime_GetsItUpToTheBound()
    {
        Channel.Answer = i => Retry(after: i.Action.Id == "a-1" ? TimeSpan.FromMinutes(5) : TimeSpan.FromDays(9));
        await Store.AdmitAsync(Some.Action("a-1"), Some.Action("a-2"));
        await StartAsync();
        await IdleAsync();

        Assert.Equal(Store.Clock.GetUtcNow().AddMinutes(5), (await Store.ActionAsync("a-1")).NextAttemptAt);
        Assert.Equal(Store.Clock.GetUtcNow() + Settings.RetryPauseMax, (await Store.ActionAsync("a-2")).NextAttemptAt);
    }

    [Fact]
    public async Task Send_FailedAsOftenAsAllowed_IsDeadUntilRetried()
    {
        Settings.AttemptsMax = 3;
        Channel.Answer = _ => Retry();
        await Store.AdmitAsync(Some.Action("a-1"));
        await StartAsync();
        await IdleAsync();
        await LookAsync(TimeSpan.FromMinutes(1));
        await LookAsync(TimeSpan.FromMinutes(1));
        await LookAsync(TimeSpan.FromDays(1));

        Assert.Equal(3, Channel.Sent.Count);
        var dead = await Store.ActionAsync("a-1");
        Assert.Equal((ActionStatus.Dead, 3, "503 busy"), (dead.Status, dead.Attempts, dead.LastError));
        Assert.Equal("dead", Assert.Single(Events.Actions).Status);

        Channel.Answer = _ => Task.FromResult(ChannelResult.Delivered);
        await Outbox.RetryAsync("a-1", CancellationToken.None);
        await LookAsync(Settings.LookEvery);
        Assert.Equal(ActionStatus.Delivered, (await Store.ActionAsync("a-1")).Status);
    }

    [Fact]
    public async Task Send_NeverTaken_IsDeadAtOnce()
    {
        Channel.Answer = _ => Task.FromResult(new ChannelResult(ChannelOutcome.Never, "404 gone"));
        await Store.AdmitAsync(Some.Action("a-1"), Some.Action("a-2", kind: ActionKind.Offer));
        await StartAsync();
        await IdleAsync();

        Assert.Equal((ActionStatus.Dead, "404 gone"), ((await Store.ActionAsync("a-1")).Status, (await Store.ActionAsync("a-1")).LastError));

        // No channel of this dispatcher takes offers.
        Assert.Equal(ActionStatus.Dead, (await Store.ActionAsync("a-2")).Status);
        Assert.Contains("Offer", (await Store.ActionAsync("a-2")).LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ChannelThrows_IsTriedAgain()
    {
        Channel.Answer = _ => throw new InvalidOperationException("a bug");
        await Store.AdmitAsync(Some.Action("a-1"));
        await StartAsync();
        await IdleAsync();

        var item = await Store.ActionAsync("a-1");
        Assert.Equal((ActionStatus.Admitted, 1, "a bug"), (item.Status, item.Attempts, item.LastError));
    }

    [Fact]
    public async Task Send_OutcomeCouldNotBeStored_IsSentAgainWithTheSameIdWhenTheLeaseEnds()
    {
        Outbox.CompleteFails = new IOException("down");
        await Store.AdmitAsync(Some.Action("a-1"));
        await StartAsync();
        await IdleAsync();
        Assert.Empty(Events.Actions);
        Outbox.CompleteFails = null;
        await LookAsync(Settings.Lease - TimeSpan.FromMilliseconds(1));
        Assert.Single(Channel.Sent);

        await LookAsync(Settings.LookEvery);

        Assert.Equal(["a-1", "a-1"], Channel.Sent.Select(s => s.Action.Id));
        Assert.Equal(ActionStatus.Delivered, (await Store.ActionAsync("a-1")).Status);
        Assert.Single(Events.Actions);
    }

    [Fact]
    public async Task Send_OneOutcomeOfABatchIsRefusedByTheStore_TheOthersAreStoredAndItIsDeadAfterItsAttempts()
    {
        Settings.AttemptsMax = 2;
        Outbox.CompleteFails = new IOException("invalid byte sequence");
        Outbox.CompleteFailsFor = o => o is { Action: "a-2", Case: not null };
        await Store.AdmitAsync([.. Enumerable.Range(1, 5).Select(i => Some.Action($"a-{i}", kind: ActionKind.Callback))]);
        await StartAsync();
        await IdleAsync();

        Assert.Equal(4, (await Store.Cases.CountsAsync(CancellationToken.None)).Open);
        var refused = await Store.ActionAsync("a-2");
        Assert.Equal((ActionStatus.Admitted, 1, "Its outcome could not be stored: invalid byte sequence"), (refused.Status, refused.Attempts, refused.LastError));
        Assert.Contains("a-2", Faults.Problem, StringComparison.Ordinal);

        await LookAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(ActionStatus.Dead, (await Store.ActionAsync("a-2")).Status);
        await LookAsync(DispatchFaults.KnownFor + TimeSpan.FromMinutes(1));
        Assert.Null(Faults.Problem);
    }

    [Fact]
    public async Task Send_ExpiredBetweenTwoAttempts_IsNotSentAgain()
    {
        Channel.Answer = _ => Retry();
        await Store.AdmitAsync(Some.Action("a-1"));
        await StartAsync();
        await IdleAsync();
        Store.JourneyClock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        await LookAsync(TimeSpan.FromMinutes(1));

        Assert.Single(Channel.Sent);
        var item = await Store.ActionAsync("a-1");
        Assert.Equal((ActionStatus.Dead, 1), (item.Status, item.Attempts));
        Assert.Contains("expired", item.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_WebhookThatNobodyTakes_IsTriedForMoreThanADayAlsoPastItsTime()
    {
        Channel.Answer = _ => Retry(after: TimeSpan.FromDays(9));
        await Store.AdmitAsync(Some.Action("a-1", kind: ActionKind.Webhook));
        await StartAsync();
        await IdleAsync();
        Assert.Equal(Store.Clock.GetUtcNow() + Webhooks.RetryPauseMax, (await Store.ActionAsync("a-1")).NextAttemptAt);

        Channel.Answer = _ => Retry();
        var begun = Store.Clock.GetUtcNow();
        while ((await Store.ActionAsync("a-1")) is { Status: ActionStatus.Admitted, NextAttemptAt: { } next })
        {
            var pause = next - Store.Clock.GetUtcNow() + Settings.LookEvery;
            Store.JourneyClock.Advance(pause);
            await LookAsync(pause);
        }

        Assert.Equal(Webhooks.AttemptsMax, Channel.Sent.Count);
        Assert.InRange(Store.Clock.GetUtcNow() - begun, TimeSpan.FromHours(24), TimeSpan.FromHours(48));
        Assert.Equal((ActionStatus.Dead, "503 busy"), ((await Store.ActionAsync("a-1")).Status, (await Store.ActionAsync("a-1")).LastError));
    }

    [Fact]
    public async Task Send_SendingStoppedBetweenTwoAttempts_WaitsUntilItIsOnAgain()
    {
        Channel.Answer = _ => Retry();
        await Store.AdmitAsync(Some.Action("a-1"));
        await StartAsync();
        await IdleAsync();
        await Store.Sending.SetAsync(stopped: true, "Ann", CancellationToken.None);
        await LookAsync(TimeSpan.FromHours(1));
        Assert.Single(Channel.Sent);

        await Store.Sending.SetAsync(stopped: false, "Ann", CancellationToken.None);
        await LookAsync(Settings.LookEvery);
        Assert.Equal(2, Channel.Sent.Count);
    }

    [Fact]
    public async Task Take_StoreIsDown_GoesOnWhenItIsBack()
    {
        Outbox.LeaseFails = new IOException("down");
        await Store.AdmitAsync(Some.Action("a-1"));
        await StartAsync();
        await IdleAsync();
        Outbox.LeaseFails = null;
        await LookAsync(Settings.LookEvery);

        Assert.Single(Channel.Sent);
    }
}
