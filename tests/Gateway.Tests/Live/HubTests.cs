using System.Threading.Channels;
using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace CxOrchestrator.Gateway.Tests.Live;

public sealed class HubTests : IAsyncLifetime
{
    private readonly Channel<BoardChanges> _board = Channel.CreateUnbounded<BoardChanges>();
    private readonly Channel<CustomerChanges> _customers = Channel.CreateUnbounded<CustomerChanges>();
    private readonly Channel<ResyncNotice> _resyncs = Channel.CreateUnbounded<ResyncNotice>();
    private readonly Channel<LivePulse> _pulses = Channel.CreateUnbounded<LivePulse>();
    private GatewayHost _host = null!;
    private HubConnection _hub = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await GatewayHost.StartAsync();
        _hub = await _host.ConnectAsync();
        _hub.On<BoardChanges>(nameof(ILiveClient.BoardChanged), c => _board.Writer.TryWrite(c));
        _hub.On<CustomerChanges>(nameof(ILiveClient.CustomerChanged), c => _customers.Writer.TryWrite(c));
        _hub.On<ResyncNotice>(nameof(ILiveClient.Resync), n => _resyncs.Writer.TryWrite(n));
        _hub.On<LivePulse>(nameof(ILiveClient.Pulse), p => _pulses.Writer.TryWrite(p));
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task WatchBoard_SnapshotThenChanges_NumbersGrowByOne()
    {
        await _host.Observer.OnChangedAsync(States.Changed(States.Unhappy("c1", felt: -0.8)));
        var snapshot = await Watch(new BoardFilter());
        Assert.Equal(["c1"], snapshot.Rows.Select(r => r.Customer));
        Assert.Equal(1, snapshot.Totals.Matching);
        Assert.Equal("Delivery date missed", Assert.Single(snapshot.Facets.Causes).Id);

        await _host.Observer.OnChangedAsync(States.Changed(States.Unhappy("c2")));
        var came = await Next(_board);
        Assert.Equal(snapshot.Number + 1, came.Number);
        Assert.Equal(["c2"], came.Rows.Select(r => r.Customer));
        Assert.Equal(2, came.Totals!.AtRisk);

        await _host.Observer.OnChangedAsync(States.Changed(States.Unhappy("c1", sequence: 6), atRisk: false));
        var went = await Next(_board);
        Assert.Equal(snapshot.Number + 2, went.Number);
        Assert.Equal(["c1"], went.Gone);
    }

    [Fact]
    public async Task WatchBoard_OlderStateComesLate_IsPassedOver()
    {
        await _host.Observer.OnChangedAsync(States.Changed(States.Unhappy("c1", sequence: 9, stage: "delivered")));
        await _host.Observer.OnChangedAsync(States.Changed(States.Unhappy("c1", sequence: 5)));
        await _host.Observer.OnChangedAsync(States.Changed(States.Unhappy("c1", sequence: 6), atRisk: false));
        Assert.Equal("delivered", Assert.Single((await Watch(new BoardFilter())).Rows).Stage);
    }

    [Fact]
    public async Task WatchBoard_ManyVersionsAtOnce_OnlyTheLastIsSent()
    {
        await Watch(new BoardFilter());
        for (var i = 0; i < 50; i++)
        {
            await _host.Observer.OnChangedAsync(States.Changed(States.Unhappy("c1", sequence: 10 + i, stage: i == 49 ? "delivered" : "paid")));
        }

        var calls = new List<BoardChanges>();
        do
        {
            calls.Add(await Next(_board));
        }
        while (calls[^1].Rows.All(r => r.Stage != "delivered"));

        Assert.InRange(calls.Count, 1, 10);
        Assert.Equal(calls.Select((_, i) => calls[0].Number + i), calls.Select(c => c.Number));
    }

    [Fact]
    public async Task WatchBoard_Filter_TellsOnlyWhatItLetsThrough()
    {
        var snapshot = await Watch(new BoardFilter { Search = "ANN", Sort = "customer" });
        Assert.Empty(snapshot.Rows);
        await _host.Observer.OnChangedAsync(new LiveBatch
        {
            Customers = [States.Change(States.Unhappy("c1", name: "Bob")), States.Change(States.Unhappy("c2", name: "Anna"))],
        });
        var changes = await Next(_board);
        Assert.Equal(["c2"], changes.Rows.Select(r => r.Customer));
        Assert.Equal((1, 2), (changes.Totals!.Matching, changes.Totals.AtRisk));

        // A second watch takes the first one's place, and its numbers go on.
        var second = await Watch(new BoardFilter { Stage = "order/shipped", Cause = "expectationMissed", Segment = "valuable", Journey = "order", Claimed = false });
        Assert.Equal(2, second.Rows.Count);
        Assert.Equal(changes.Number, second.Number);
        await _host.Observer.OnChangedAsync(new LiveBatch
        {
            Cases = [new CaseChange { Tenant = "default", Customer = "c1", Case = "k1", Status = "claimed", ClaimedBy = "Ben" }],
        });
        Assert.Equal(["c1"], (await Next(_board)).Gone);
    }

    [Theory]
    [InlineData("height", 10)]
    [InlineData("-risk", 0)]
    [InlineData("-risk", 1001)]
    public async Task WatchBoard_FilterThatCannotBe_SaysWhy(string sort, int limit)
    {
        var e = await Assert.ThrowsAsync<HubException>(() => Watch(new BoardFilter { Sort = sort, Limit = limit }));
        Assert.Matches("sort: |limit: ", e.Message);
    }

    [Fact]
    public async Task WatchBoard_ActionsAndCases_StandInTheRow()
    {
        await _host.Observer.OnChangedAsync(States.Changed(States.Unhappy("c1")));
        await Watch(new BoardFilter());
        await _host.Observer.OnChangedAsync(new LiveBatch
        {
            Actions = [Action("a1", "decided")],
            Cases = [new CaseChange { Tenant = "default", Customer = "c1", Case = "k1", Status = "open" }],
        });
        var row = Assert.Single((await Next(_board)).Rows);
        Assert.Equal(("a1", "decided", "Late delivery apology"), (row.Doing!.Action, row.Doing.Status, row.Doing.PolicyName));
        Assert.Equal(("k1", "open"), (row.Case, row.CaseStatus));
        await _host.Observer.OnChangedAsync(new LiveBatch
        {
            Actions = [Action("a1", "delivered")],
            Cases = [new CaseChange { Tenant = "default", Customer = "c1", Case = "k1", Status = "completed" }],
        });
        row = Assert.Single((await Next(_board)).Rows);
        Assert.Equal("delivered", row.Doing!.Status);
        Assert.Null(row.Case);
    }

    [Fact]
    public async Task Board_LoadedFromTheStore_KnowsWhatWasDoneBefore()
    {
        _host.Store.Actions.Add(States.Action("a0", ActionStatus.Delivered));
        _host.Store.Put(States.Unhappy("c1"), atRisk: true);
        _host.Store.Put(States.Unhappy("gone"), atRisk: true);
        await _host.Loader.LoadAsync(TestContext.Current.CancellationToken);
        await _host.Loader.CompleteAsync(TestContext.Current.CancellationToken);
        Assert.Equal("delivered", (await Watch(new BoardFilter())).Rows.Single(r => r.Customer == "c1").Doing!.Status);

        // Read again after changes were lost: who left meanwhile goes.
        _host.Store.Put(States.Unhappy("gone", sequence: 6), atRisk: false);
        await _host.Observer.OnChangedAsync(new LiveBatch { Overflow = true });
        Assert.Equal(["gone"], (await Next(_board)).Gone);
    }

    [Fact]
    public async Task Board_CommitToBrowser_TakesLessThan150Milliseconds()
    {
        await Watch(new BoardFilter());
        var times = new List<TimeSpan>();
        for (var i = 0; i < 20; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(130), TimeProvider.System, TestContext.Current.CancellationToken);
            var started = TimeProvider.System.GetTimestamp();
            await _host.Observer.OnChangedAsync(States.Changed(States.Unhappy($"c{i}")));
            BoardChanges changes;
            do
            {
                changes = await Next(_board);
            }
            while (changes.Rows.All(r => r.Customer != $"c{i}"));

            times.Add(TimeProvider.System.GetElapsedTime(started));
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(' ', times.Select(t => $"{t.TotalMilliseconds:0}")));

        // The median: a machine that does other work at the same time holds single ones up.
        Assert.True(times.Order().ElementAt(times.Count / 2) < TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public async Task WatchCustomer_TellsWhatIsNewAndNothingTwice()
    {
        _host.Store.Put(States.Unhappy("c1", sequence: 2), atRisk: true, States.Entry("c1", 1), States.Entry("c1", 2));
        var view = await _hub.InvokeAsync<CustomerView?>(nameof(ILiveHub.WatchCustomer), "c1", TestContext.Current.CancellationToken);
        Assert.Equal(2, view!.Version);

        var next = States.Unhappy("c1", sequence: 4);
        _host.Store.Put(next, atRisk: true, States.Entry("c1", 3), States.Entry("c1", 4));
        _host.Store.Actions.Add(States.Action("a1", ActionStatus.Decided));
        await _host.Observer.OnChangedAsync(States.Changed(next) with { Actions = [Action("a1", "decided")] });
        var changes = await Next(_customers);
        Assert.Equal("c1", changes.Customer);
        Assert.Equal(4, changes.View!.Version);
        Assert.Equal([3L, 4L], changes.Timeline.Select(t => t.Sequence));
        Assert.Equal("a1", Assert.Single(changes.Actions).Id);

        // The same again, and another customer: nothing. Then something.
        await _host.Observer.OnChangedAsync(States.Changed(next));
        await _host.Observer.OnChangedAsync(States.Changed(States.Unhappy("c2", sequence: 50)));
        var last = States.Unhappy("c1", sequence: 5);
        _host.Store.Put(last, atRisk: true, States.Entry("c1", 5));
        await _host.Observer.OnChangedAsync(States.Changed(last));
        Assert.Equal([5L], (await Next(_customers)).Timeline.Select(t => t.Sequence));
    }

    [Fact]
    public async Task WatchCustomer_NeverSeen_IsToldOfTheFirstTouchpoint()
    {
        Assert.Null(await _hub.InvokeAsync<CustomerView?>(nameof(ILiveHub.WatchCustomer), "new", TestContext.Current.CancellationToken));
        var first = States.Unhappy("new", sequence: 1);
        _host.Store.Put(first, atRisk: true, States.Entry("new", 1));
        await _host.Observer.OnChangedAsync(States.Changed(first));
        Assert.Equal([1L], (await Next(_customers)).Timeline.Select(t => t.Sequence));
    }

    [Fact]
    public async Task WatchCustomer_ChangesWereLost_IsToldToReadAgain()
    {
        await _hub.InvokeAsync<CustomerView?>(nameof(ILiveHub.WatchCustomer), "c1", TestContext.Current.CancellationToken);
        await _host.Observer.OnChangedAsync(new LiveBatch { Overflow = true });
        Assert.Equal("customer", (await Next(_resyncs)).What);
    }

    [Fact]
    public async Task Pulse_ComesByItself()
    {
        var pulse = await Next(_pulses);
        Assert.Equal(GatewayHost.Start, pulse.JourneyNow);
        Assert.Equal(1, pulse.JourneySpeed);
        await Next(_pulses);
    }

    private static ActionChange Action(string id, string status) => new()
    {
        Tenant = CustomerKey.DefaultTenant,
        Customer = "c1",
        Action = id,
        Kind = "message",
        Policy = "late-delivery",
        Status = status,
        At = GatewayHost.Start,
    };

    private Task<BoardSnapshot> Watch(BoardFilter filter) =>
        _hub.InvokeAsync<BoardSnapshot>(nameof(ILiveHub.WatchBoard), filter, TestContext.Current.CancellationToken);

    private static async Task<T> Next<T>(Channel<T> calls)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        within.CancelAfter(TimeSpan.FromSeconds(10));
        try
        {
            return await calls.Reader.ReadAsync(within.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No {typeof(T).Name} came within 10 seconds.");
        }
    }
}
