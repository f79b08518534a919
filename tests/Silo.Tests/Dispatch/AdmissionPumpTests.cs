using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Silo.Tests.Storage.Sqlite;
using CxOrchestrator.Storage;
using CxOrchestrator.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Tests.Dispatch;

public sealed class AdmissionPumpTests : IAsyncLifetime
{
    private readonly SqliteUnderTest _store = new();
    private readonly FakeCustomers _customers = new();
    private readonly DispatchSignal _sending = new();
    private readonly SetShare _shares = new();
    private readonly DispatchOptions _options = new() { SendingMax = 1 };
    private readonly FlakyOutbox _outbox;
    private readonly AdmissionPump _pump;

    public AdmissionPumpTests()
    {
        _outbox = new FlakyOutbox(_store.Outbox);
        _pump = new AdmissionPump(_outbox, _customers, _sending, _shares, Options.Create(_options), _store.JourneyClock, _store.Clock, NullLogger<AdmissionPump>.Instance);

        // A customer that is asked admits everything, where it does not fail.
        _customers.OnCall = async customer =>
        {
            var waiting = (await _store.Outbox.WaitingAsync(Share.Whole, _store.JourneyClock.GetUtcNow(), 10_000, CancellationToken.None)).Where(w => w.Key.Customer.Value == customer).ToList();
            if (_customers[customer].Fails is null)
            {
                await _store.AnswerAsync(customer, [.. waiting.Select(w => Some.Answer(w.Action))]);
            }
        };
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _pump.StopAsync(CancellationToken.None);
        _pump.Dispose();
        await _store.DisposeAsync();
    }

    private Task IdleAsync() => _store.Clock.ArmedAsync(_options.LookEvery);

    private async Task StartAsync()
    {
        await _pump.StartAsync(CancellationToken.None);
        await IdleAsync();
    }

    private async Task LookAsync()
    {
        _store.Clock.Advance(_options.LookEvery);
        await IdleAsync();
    }

    [Fact]
    public async Task Ask_Waiting_CustomersInTheOrderOfTheirFirstAction()
    {
        await _store.DecideAsync(Some.Action("z", "late", decidedAt: Make.Day(-1)));
        await _store.DecideAsync(Some.Action("b", "early", decidedAt: Make.Day(-3)), Some.Action("a", "early", decidedAt: Make.Day(-2)));
        await _store.DecideAsync(Some.Action("y", "middle", decidedAt: Make.Day(-2)));
        await StartAsync();

        Assert.Equal(["early", "middle", "late"], _customers.Admitted.Select(a => a.Customer));
        Assert.Equal(["b", "a"], _customers.Admitted.First().Actions);
    }

    [Fact]
    public async Task Ask_Held_IsAskedAgainAtItsTime()
    {
        await _store.DecideAsync(Some.Action("a-1"));
        await _store.AnswerAsync("c-1", Some.Answer("a-1", Rules.Actions.AdmissionResult.Held, Rules.Actions.HoldReason.KillSwitch, Make.Start.AddMinutes(1)));
        await StartAsync();
        Assert.Empty(_customers.Admitted);

        _store.JourneyClock.Advance(TimeSpan.FromMinutes(1));
        await LookAsync();
        Assert.Single(_customers.Admitted);
    }

    [Fact]
    public async Task Notify_NewAction_IsAskedWithoutWaitingForTheNextLook()
    {
        await StartAsync();
        await _store.DecideAsync(Some.Action("a-1"));
        _pump.Notify(Some.Key("c-1"), ["a-1"]);
        await IdleAsync();

        Assert.Equal(["a-1"], Assert.Single(_customers.Admitted).Actions);
    }

    [Fact]
    public async Task Notify_OutboxCannotBeRead_IsAskedAllTheSame()
    {
        await StartAsync();
        _outbox.LeaseFails = new IOException("down");
        _pump.Notify(Some.Key("c-1"), ["a-1", "a-2"]);
        await IdleAsync();

        Assert.Equal(["a-1", "a-2"], Assert.Single(_customers.Admitted).Actions);
    }

    [Fact]
    public async Task Ask_ShareOfAnother_OnlyWhatWasDecidedHere()
    {
        _shares.Current = new Share(-1, 2);
        await _store.DecideAsync(Some.Action("a-1", "c-1"));
        await _store.DecideAsync(Some.Action("a-2", "c-2"));
        await StartAsync();
        Assert.Empty(_customers.Admitted);

        _pump.Notify(Some.Key("c-2"), ["a-2"]);
        await IdleAsync();
        Assert.Equal("c-2", Assert.Single(_customers.Admitted).Customer);

        // The other silo is gone.
        _shares.Current = Share.Whole;
        await LookAsync();
        Assert.Equal("c-1", _customers.Admitted.Last().Customer);
    }

    [Fact]
    public async Task Ask_Answered_WakesTheDispatcher()
    {
        await _store.DecideAsync(Some.Action("a-1"));
        var woken = _sending.WaitAsync(TimeSpan.FromHours(1), _store.Clock, CancellationToken.None);
        await StartAsync();

        await woken.WaitAsync(WatchedClock.Patience);
    }

    [Fact]
    public async Task Ask_CustomerThatFailsWithMoreThanABatch_TheOthersGoOn()
    {
        _options.BatchMax = 4;
        _customers["bad"].Fails = new IOException("down");
        await _store.DecideAsync([.. Enumerable.Range(0, 10).Select(i => Some.Action($"bad-{i}", "bad", decidedAt: Make.Day(-9)))]);
        await _store.DecideAsync(Some.Action("good", "ann", decidedAt: Make.Day(-1)));
        await StartAsync();
        for (var look = 0; look < 4 && _customers.Admitted.IsEmpty; look++)
        {
            await LookAsync();
        }

        Assert.Equal("ann", Assert.Single(_customers.Admitted).Customer);
        Assert.InRange(_customers["bad"].Calls, 1, 2);

        _customers["bad"].Fails = null;
        _store.Clock.Advance(TimeSpan.FromMinutes(1));
        await IdleAsync();
        Assert.Contains(_customers.Admitted, a => a.Customer == "bad");
    }

    [Fact]
    public async Task Ask_MoreThanABatch_GoesOnAtOnce()
    {
        _options.BatchMax = 10;
        foreach (var i in Enumerable.Range(0, 35))
        {
            await _store.DecideAsync(Some.Action($"a-{i}", $"c-{i}"));
        }

        await StartAsync();

        Assert.Equal(35, _customers.Admitted.Count);
    }

    [Fact]
    public async Task Ask_StoreIsDown_GoesOnWhenItIsBack()
    {
        await _store.DecideAsync(Some.Action("a-1"));
        _outbox.LeaseFails = new IOException("down");
        await StartAsync();
        _outbox.LeaseFails = null;
        await LookAsync();

        Assert.Single(_customers.Admitted);
    }

    private sealed class SetShare : IShares
    {
        public Share Current { get; set; } = Share.Whole;
    }
}
