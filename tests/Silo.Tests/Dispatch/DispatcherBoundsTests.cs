using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Silo.Tests.Dispatch;

/// <summary>How much is under way at once, and how it ends.</summary>
public sealed class DispatcherBoundsTests : DispatcherUnderTest
{
    [Fact]
    public async Task Send_SlowHost_TakesNoMoreThanItsShareAndCostsTheOthersNothing()
    {
        Settings.SendingPerHostMax = 2;
        var slow = new TaskCompletionSource<ChannelResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        Channel.Answer = i => i.Action["host"] == "slow" ? slow.Task : Task.FromResult(ChannelResult.Delivered);
        await Store.AdmitAsync([.. Enumerable.Range(0, 5).Select(i => Some.Action($"s-{i}", content: ("host", "slow"))), Some.Action("f-1", content: ("host", "fast"))]);
        await StartAsync();

        // Two under way, three put off, and the fast one.
        await Channel.SentAsync(3);
        await Outbox.CompletedAsync(2);
        Assert.Equal(["f-1", "s-0", "s-1"], Channel.Sent.Select(s => s.Action.Id).Order());
        Assert.Equal(0, (await Store.ActionAsync("s-4")).Attempts);
        Assert.Equal(ActionStatus.Delivered, (await Store.ActionAsync("f-1")).Status);

        slow.SetResult(ChannelResult.Delivered);
        await Outbox.CompletedAsync(2);
        var start = TimeProvider.System.GetTimestamp();
        while ((await Store.Read.StatusAsync(CancellationToken.None)).ActionsSending > 0)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < WatchedClock.Patience, "Those put off were not sent.");
            await Store.Clock.PassAsync(Settings.LookEvery);
        }

        Assert.Equal(6, Channel.Sent.Count);
    }

    [Fact]
    public async Task Send_AtTheBoundOfSendsUnderWay_TakesMoreAsTheyEnd()
    {
        Settings.SendingMax = 2;
        Channel.Host = "receiver";
        var gates = Enumerable.Range(0, 5).ToDictionary(i => $"a-{i}", _ => new TaskCompletionSource<ChannelResult>(TaskCreationOptions.RunContinuationsAsynchronously));
        Channel.Answer = i => gates[i.Action.Id].Task;
        await Store.AdmitAsync([.. gates.Keys.Select(id => Some.Action(id))]);
        await StartAsync();
        for (var sent = 2; sent <= 5; sent++)
        {
            await Channel.SentAsync(sent == 2 ? 2 : 1);
            Assert.Equal(sent, Channel.Sent.Count);
            gates[Channel.Sent.ElementAt(sent - 2).Action.Id].SetResult(ChannelResult.Delivered);
        }

        gates[Channel.Sent.Last().Action.Id].SetResult(ChannelResult.Delivered);
        await Outbox.CompletedAsync(5);
        Assert.All(Outbox.Asked, limit => Assert.InRange(limit, 1, 2));
    }

    [Fact]
    public async Task Stop_SendUnderWay_IsFinishedAndStored()
    {
        Channel.Host = "receiver";
        var gate = new TaskCompletionSource<ChannelResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        Channel.Answer = _ => gate.Task;
        await Store.AdmitAsync(Some.Action("a-1"));
        await StartAsync();
        await Channel.SentAsync();
        var stop = Dispatcher.StopAsync(CancellationToken.None);
        Assert.False(stop.IsCompleted);

        gate.SetResult(ChannelResult.Delivered);
        await stop.WaitAsync(WatchedClock.Patience);
        Assert.Equal(ActionStatus.Delivered, (await Store.ActionAsync("a-1")).Status);
    }

    [Fact]
    public async Task Stop_WhileTheStoreIsAskedForMore_FinishesAndStoresTheSendUnderWay()
    {
        Channel.Host = "receiver";
        var gate = new TaskCompletionSource<ChannelResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        Channel.Answer = _ =>
        {
            Outbox.LeaseWaits = new TaskCompletionSource().Task;
            return gate.Task;
        };
        await Store.AdmitAsync(Some.Action("a-1"));
        await StartAsync();
        await Channel.SentAsync();
        while (Outbox.Asked.Count < 2)
        {
            await Task.Yield();
        }

        var stop = Dispatcher.StopAsync(CancellationToken.None);
        Assert.False(stop.IsCompleted);

        gate.SetResult(ChannelResult.Delivered);
        await stop.WaitAsync(WatchedClock.Patience);
        Assert.Equal(ActionStatus.Delivered, (await Store.ActionAsync("a-1")).Status);
    }
}
