using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Silo.Tests.Storage.Sqlite;
using CxOrchestrator.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Tests.Dispatch;

public sealed class DispatcherTests : IAsyncLifetime
{
    private readonly SqliteUnderTest _store = new();
    private readonly FakeChannel _channel = new();
    private readonly FakeEvents _events = new();
    private readonly DispatchOptions _options = new();
    private readonly FlakyOutbox _outbox;
    private readonly Dispatcher _dispatcher;

    public DispatcherTests()
    {
        _outbox = new FlakyOutbox(_store.Outbox);
        _dispatcher = New();
    }

    private Dispatcher New() => new(
        _outbox, [_channel, new CallbackChannel()], _events, new DispatchSignal(), Options.Create(_options), _store.JourneyClock, _store.Clock, NullLogger<Dispatcher>.Instance);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        // A test that failed may have left a send under way for good.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _dispatcher.StopAsync(patience.Token);
        _dispatcher.Dispose();
        await _store.DisposeAsync();
    }

    private Task StartAsync() => _dispatcher.StartAsync(CancellationToken.None);

    /// <summary>Time passes, the dispatcher looks, and waits again.</summary>
    private async Task LookAsync(TimeSpan passed)
    {
        _store.Clock.Advance(passed);
        await IdleAsync();
    }

    private Task IdleAsync() => _store.Clock.ArmedAsync(_options.LookEvery);

    private static Task<ChannelResult> Retry(string error = "503 busy", TimeSpan? after = null) => Task.FromResult(new ChannelResult(ChannelOutcome.Retry, error, after));

    [Fact]
    public async Task Send_Admitted_IsDeliveredOnceAndAnnounced()
    {
        await _store.AdmitAsync(Some.Action("a-1"));
        await StartAsync();
        await IdleAsync();
        await LookAsync(TimeSpan.FromDays(1));

        Assert.Equal("a-1", Assert.Single(_channel.Sent).Action.Id);
        Assert.Equal((ActionStatus.Delivered, 1), ((await _store.ActionAsync("a-1")).Status, (await _store.ActionAsync("a-1")).Attempts));
        var told = Assert.Single(_events.Actions);
        Assert.Equal(("c-1", "a-1", "message", "late", "delivered"), (told.Customer, told.Action, told.Kind, told.Policy, told.Status));
    }

    [Fact]
    public async Task Send_Failing_IsTriedAgainWithDoublingPausesUnderTheSameId()
    {
        _channel.Answer = _ => Retry();
        await _store.AdmitAsync(Some.Action("a-1"));
        await StartAsync();
        await IdleAsync();
        var pauses = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            var pause = (await _store.ActionAsync("a-1")).NextAttemptAt!.Value - _store.Clock.GetUtcNow();
            pauses.Add(pause.TotalSeconds);
            await LookAsync(pause - TimeSpan.FromMilliseconds(1));
            Assert.Equal(i + 1, _channel.Sent.Count);
            await LookAsync(_options.LookEvery);
        }

        Assert.All(_channel.Sent, s => Assert.Equal("a-1", s.Action.Id));
        Assert.InRange(pauses[0], 2, 2.5);
        Assert.All(pauses.Zip(pauses.Skip(1)), p => Assert.Equal(2 * p.First, p.Second, 2));
        Assert.Equal("503 busy", (await _store.ActionAsync("a-1")).LastError);
    }

    [Fact]
    public async Task Send_ReceiverAsksForMoreTime_GetsItUpToTheBound()
    {
        _channel.Answer = i => Retry(after: i.Action.Id == "a-1" ? TimeSpan.FromMinutes(5) : TimeSpan.FromDays(9));
        await _store.AdmitAsync(Some.Action("a-1"), Some.Action("a-2"));
        await StartAsync();
        await IdleAsync();

        Assert.Equal(_store.Clock.GetUtcNow().AddMinutes(5), (await _store.ActionAsync("a-1")).NextAttemptAt);
        Assert.Equal(_store.Clock.GetUtcNow() + _options.RetryPauseMax, (await _store.ActionAsync("a-2")).NextAttemptAt);
    }

    [Fact]
    public async Task Send_FailedAsOftenAsAllowed_IsDeadUntilRetried()
    {
        _options.AttemptsMax = 3;
        _channel.Answer = _ => Retry();
        await _store.AdmitAsync(Some.Action("a-1"));
        await StartAsync();
        await IdleAsync();
        await LookAsync(TimeSpan.FromMinutes(1));
        await LookAsync(TimeSpan.FromMinutes(1));
        await LookAsync(TimeSpan.FromDays(1));

        Assert.Equal(3, _channel.Sent.Count);
        var dead = await _store.ActionAsync("a-1");
        Assert.Equal((ActionStatus.Dead, 3, "503 busy"), (dead.Status, dead.Attempts, dead.LastError));
        Assert.Equal("dead", Assert.Single(_events.Actions).Status);

        _channel.Answer = _ => Task.FromResult(ChannelResult.Delivered);
        await _outbox.RetryAsync("a-1", CancellationToken.None);
        await LookAsync(_options.LookEvery);
        Assert.Equal(ActionStatus.Delivered, (await _store.ActionAsync("a-1")).Status);
    }

    [Fact]
    public async Task Send_NeverTaken_IsDeadAtOnce()
    {
        _channel.Answer = _ => Task.FromResult(new ChannelResult(ChannelOutcome.Never, "404 gone"));
        await _store.AdmitAsync(Some.Action("a-1"), Some.Action("a-2", kind: ActionKind.Offer));
        await StartAsync();
        await IdleAsync();

        Assert.Equal((ActionStatus.Dead, "404 gone"), ((await _store.ActionAsync("a-1")).Status, (await _store.ActionAsync("a-1")).LastError));

        // No channel of this dispatcher takes offers.
        Assert.Equal(ActionStatus.Dead, (await _store.ActionAsync("a-2")).Status);
        Assert.Contains("Offer", (await _store.ActionAsync("a-2")).LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ChannelThrows_IsTriedAgain()
    {
        _channel.Answer = _ => throw new InvalidOperationException("a bug");
        await _store.AdmitAsync(Some.Action("a-1"));
        await StartAsync();
        await IdleAsync();

        var item = await _store.ActionAsync("a-1");
        Assert.Equal((ActionStatus.Admitted, 1, "a bug"), (item.Status, item.Attempts, item.LastError));
    }

    [Fact]
    public async Task Send_OutcomeCouldNotBeStored_IsSentAgainWithTheSameIdWhenTheLeaseEnds()
    {
        _outbox.CompleteFails = new IOException("down");
        await _store.AdmitAsync(Some.Action("a-1"));
        await StartAsync();
        await IdleAsync();
        Assert.Empty(_events.Actions);
        _outbox.CompleteFails = null;
        await LookAsync(_options.Lease - TimeSpan.FromMilliseconds(1));
        Assert.Single(_channel.Sent);

        await LookAsync(_options.LookEvery);

        Assert.Equal(["a-1", "a-1"], _channel.Sent.Select(s => s.Action.Id));
        Assert.Equal(ActionStatus.Delivered, (await _store.ActionAsync("a-1")).Status);
        Assert.Single(_events.Actions);
    }

    [Fact]
    public async Task Send_ExpiredBetweenTwoAttempts_IsNotSentAgain()
    {
        _channel.Answer = _ => Retry();
        await _store.AdmitAsync(Some.Action("a-1"));
        await StartAsync();
        await IdleAsync();
        _store.JourneyClock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        await LookAsync(TimeSpan.FromMinutes(1));

        Assert.Single(_channel.Sent);
        var item = await _store.ActionAsync("a-1");
        Assert.Equal((ActionStatus.Dead, 1), (item.Status, item.Attempts));
        Assert.Contains("expired", item.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_SendingStoppedBetweenTwoAttempts_WaitsUntilItIsOnAgain()
    {
        _channel.Answer = _ => Retry();
        await _store.AdmitAsync(Some.Action("a-1"));
        await StartAsync();
        await IdleAsync();
        await _store.Sending.SetAsync(stopped: true, "Ann", CancellationToken.None);
        await LookAsync(TimeSpan.FromHours(1));
        Assert.Single(_channel.Sent);

        await _store.Sending.SetAsync(stopped: false, "Ann", CancellationToken.None);
        await LookAsync(_options.LookEvery);
        Assert.Equal(2, _channel.Sent.Count);
    }

    [Fact]
    public async Task Send_SlowHost_TakesNoMoreThanItsShareAndCostsTheOthersNothing()
    {
        _options.SendingPerHostMax = 2;
        var slow = new TaskCompletionSource<ChannelResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _channel.Answer = i => i.Action["host"] == "slow" ? slow.Task : Task.FromResult(ChannelResult.Delivered);
        await _store.AdmitAsync([.. Enumerable.Range(0, 5).Select(i => Some.Action($"s-{i}", content: ("host", "slow"))), Some.Action("f-1", content: ("host", "fast"))]);
        await StartAsync();

        // Two under way, three put off, and the fast one.
        await _channel.SentAsync(3);
        await _outbox.CompletedAsync(2);
        Assert.Equal(["f-1", "s-0", "s-1"], _channel.Sent.Select(s => s.Action.Id).Order());
        Assert.Equal(0, (await _store.ActionAsync("s-4")).Attempts);
        Assert.Equal(ActionStatus.Delivered, (await _store.ActionAsync("f-1")).Status);

        slow.SetResult(ChannelResult.Delivered);
        await _outbox.CompletedAsync(2);
        var start = TimeProvider.System.GetTimestamp();
        while ((await _store.Read.StatusAsync(CancellationToken.None)).ActionsSending > 0)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < WatchedClock.Patience, "Those put off were not sent.");
            await _store.Clock.PassAsync(_options.LookEvery);
        }

        Assert.Equal(6, _channel.Sent.Count);
    }

    [Fact]
    public async Task Send_AtTheBoundOfSendsUnderWay_TakesMoreAsTheyEnd()
    {
        _options.SendingMax = 2;
        _channel.Host = "receiver";
        var gates = Enumerable.Range(0, 5).ToDictionary(i => $"a-{i}", _ => new TaskCompletionSource<ChannelResult>(TaskCreationOptions.RunContinuationsAsynchronously));
        _channel.Answer = i => gates[i.Action.Id].Task;
        await _store.AdmitAsync([.. gates.Keys.Select(id => Some.Action(id))]);
        await StartAsync();
        for (var sent = 2; sent <= 5; sent++)
        {
            await _channel.SentAsync(sent == 2 ? 2 : 1);
            Assert.Equal(sent, _channel.Sent.Count);
            gates[_channel.Sent.ElementAt(sent - 2).Action.Id].SetResult(ChannelResult.Delivered);
        }

        gates[_channel.Sent.Last().Action.Id].SetResult(ChannelResult.Delivered);
        await _outbox.CompletedAsync(5);
        Assert.All(_outbox.Asked, limit => Assert.InRange(limit, 1, 2));
    }

    [Fact]
    public async Task Stop_SendUnderWay_IsFinishedAndStored()
    {
        _channel.Host = "receiver";
        var gate = new TaskCompletionSource<ChannelResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _channel.Answer = _ => gate.Task;
        await _store.AdmitAsync(Some.Action("a-1"));
        await StartAsync();
        await _channel.SentAsync();
        var stop = _dispatcher.StopAsync(CancellationToken.None);
        Assert.False(stop.IsCompleted);

        gate.SetResult(ChannelResult.Delivered);
        await stop.WaitAsync(WatchedClock.Patience);
        Assert.Equal(ActionStatus.Delivered, (await _store.ActionAsync("a-1")).Status);
    }

    [Fact]
    public async Task Take_StoreIsDown_GoesOnWhenItIsBack()
    {
        _outbox.LeaseFails = new IOException("down");
        await _store.AdmitAsync(Some.Action("a-1"));
        await StartAsync();
        await IdleAsync();
        _outbox.LeaseFails = null;
        await LookAsync(_options.LookEvery);

        Assert.Single(_channel.Sent);
    }

    [Fact]
    public async Task Send_Callback_OpensOneCaseAndSaysSo()
    {
        await _store.AdmitAsync(Some.Action(
            "a-1", kind: ActionKind.Callback, content: [("queue", "retention"), ("priority", "high"), ("dueAt", "2026-03-04T12:00:00Z"), ("reason", "Call Ann")]));
        await StartAsync();
        await IdleAsync();

        var opened = await _store.Cases.GetAsync("a-1", CancellationToken.None);
        Assert.Equal(
            ("retention", Rules.Policies.CasePriority.High, Make.Day(1), "Call Ann", "late", "order", "4711", CaseStatus.Open),
            (opened!.Queue, opened.Priority, opened.DueAt, opened.Reason, opened.Policy, opened.Journey, opened.Correlation, opened.Status));
        var told = Assert.Single(_events.Cases);
        Assert.Equal(("c-1", "a-1", "open"), (told.Customer, told.Case, told.Status));
    }

    [Fact]
    public async Task Send_CallbackWithNothingSaid_HasSensibleDefaults()
    {
        await _store.AdmitAsync(Some.Action("a-1", kind: ActionKind.Callback));
        await StartAsync();
        await IdleAsync();

        var opened = await _store.Cases.GetAsync("a-1", CancellationToken.None);
        Assert.Equal(("default", Rules.Policies.CasePriority.Normal, Make.Day(1), "late"), (opened!.Queue, opened.Priority, opened.DueAt, opened.Reason));
    }
}
