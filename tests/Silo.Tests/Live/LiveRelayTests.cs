using System.Collections.Concurrent;
using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Silo.Live;
using CxOrchestrator.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace CxOrchestrator.Silo.Tests.Live;

public sealed class LiveRelayTests : IAsyncLifetime
{
    private readonly WatchedClock _clock = new(Make.Start);
    private readonly FakeDirectory _directory = new();
    private readonly LiveRelay _relay;

    public LiveRelayTests() => _relay = new LiveRelay(FakeGrains.Of((_, _) => _directory), _clock, NullLogger<LiveRelay>.Instance);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _relay.StopAsync(CancellationToken.None);
        _relay.Dispose();
    }

    private static CustomerChange Change(string customer, long sequence) =>
        new() { Tenant = CustomerKey.DefaultTenant, State = CustomerState.For(new(customer)) with { Sequence = sequence }, AtRisk = true };

    private static ActionChange Action(string id, string status) =>
        new() { Tenant = CustomerKey.DefaultTenant, Customer = "ann", Action = id, Kind = "message", Policy = "late", Status = status, At = Make.Start };

    private static CaseChange Case(string id, string status) => new() { Tenant = CustomerKey.DefaultTenant, Customer = "ann", Case = id, Status = status };

    private Gateway Join()
    {
        var gateway = new Gateway();
        _directory.Listening = _directory.Listening.Add(gateway);
        return gateway;
    }

    private async Task<Gateway> StartAsync()
    {
        var gateway = Join();
        await _relay.StartAsync(CancellationToken.None);
        return gateway;
    }

    [Fact]
    public async Task Add_Change_IsToldToEveryGateway()
    {
        var first = await StartAsync();
        var second = Join();
        _relay.Add(Change("ann", 1));

        Assert.Equal("ann", Assert.Single((await first.ToldAsync()).Customers).State.Customer.Value);
        Assert.Single((await second.ToldAsync()).Customers);
    }

    [Fact]
    public async Task Add_ManyWithinAFlush_AreOneCallWithTheLatestOfEach()
    {
        var gateway = await StartAsync();
        _relay.Add(Change("first", 1));
        await gateway.ToldAsync();
        await _clock.ArmedAsync(LiveRelay.FlushEvery);
        for (var i = 1; i <= 100; i++)
        {
            _relay.Add(Change("ann", i));
            _relay.Add(Change("bob", i));
        }

        foreach (var status in new[] { "decided", "admitted", "delivered" })
        {
            _relay.Add(Action("a-1", status));
            _relay.Add(Case("k-1", status));
        }

        Assert.Equal(1, gateway.Calls);
        _clock.Advance(LiveRelay.FlushEvery);
        var batch = await gateway.ToldAsync();

        Assert.Equal([("ann", 100L), ("bob", 100L)], batch.Customers.Select(c => (c.State.Customer.Value, c.State.Sequence)).Order());
        Assert.Equal("delivered", Assert.Single(batch.Actions).Status);
        Assert.Equal("delivered", Assert.Single(batch.Cases).Status);
        Assert.False(batch.Overflow);
    }

    [Fact]
    public async Task Add_OlderVersionAfterANewer_TheNewerStays()
    {
        _relay.Add(Change("ann", 7));
        _relay.Add(Change("ann", 6));
        var gateway = await StartAsync();

        Assert.Equal(7, Assert.Single((await gateway.ToldAsync()).Customers).State.Sequence);
    }

    [Fact]
    public async Task Add_SameCustomerOfTwoTenants_AreTwo()
    {
        _relay.Add(Change("ann", 7));
        _relay.Add(Change("ann", 7) with { Tenant = "other" });
        var gateway = await StartAsync();

        Assert.Equal(2, (await gateway.ToldAsync()).Customers.Length);
    }

    [Fact]
    public async Task Add_PastTheBound_KeepsNoneAndSaysSo()
    {
        for (var i = 0; i <= LiveRelay.PendingMax; i++)
        {
            _relay.Add(Case($"k-{i}", "open"));
        }

        _relay.Add(Case("last", "open"));
        var gateway = await StartAsync();

        var batch = await gateway.ToldAsync();
        Assert.True(batch.Overflow);
        Assert.Equal("last", Assert.Single(batch.Cases).Case);
    }

    [Fact]
    public async Task Flush_NothingChanged_TellsNothing()
    {
        var gateway = await StartAsync();
        _relay.Add(Change("ann", 1));
        await gateway.ToldAsync();
        await _clock.PassAsync(LiveRelay.FlushEvery);
        _relay.Add(Change("ann", 2));
        await gateway.ToldAsync();

        Assert.Equal(2, gateway.Calls);
    }

    [Fact]
    public async Task Flush_DirectoryFails_GatewaysReadAgainWithoutAnotherChange()
    {
        _directory.Fails = new IOException("away");
        var gateway = await StartAsync();
        _relay.Add(Change("ann", 1));
        await _clock.ArmedAsync(LiveRelay.FlushEvery);
        _directory.Fails = null;
        _clock.Advance(LiveRelay.FlushEvery);

        Assert.True((await gateway.ToldAsync()).Overflow);
    }

    [Fact]
    public async Task Flush_GatewayThatJoinsBetweenTwoChanges_HearsTheNext()
    {
        var first = await StartAsync();
        _relay.Add(Change("ann", 1));
        await first.ToldAsync();
        await _clock.ArmedAsync(LiveRelay.FlushEvery);
        var second = Join();
        _relay.Add(Change("ann", 2));
        _clock.Advance(LiveRelay.FlushEvery);

        Assert.Equal(2, Assert.Single((await second.ToldAsync()).Customers).State.Sequence);
    }

    [Fact]
    public async Task Flush_GatewayThatFailsOrHangs_IsTakenOffTheOthersAreTold()
    {
        var good = await StartAsync();
        var bad = Join();
        var hanging = Join();
        bad.Answer = Task.FromException(new IOException("gone"));
        hanging.Answer = new TaskCompletionSource().Task;
        _relay.Add(Change("ann", 1));
        await good.ToldAsync();
        await _clock.PassAsync(TimeSpan.FromSeconds(5));
        await _clock.PassAsync(LiveRelay.FlushEvery);
        _relay.Add(Change("ann", 2));
        await good.ToldAsync();

        Assert.Equal([good], _directory.Listening);
        Assert.Equal((1, 1), (bad.Calls, hanging.Calls));
    }

    private sealed class Gateway : ILiveObserver
    {
        private readonly Moments _told = new("a gateway to be told");
        private readonly ConcurrentQueue<LiveBatch> _batches = new();
        private int _calls;

        public Task Answer { get; set; } = Task.CompletedTask;

        public int Calls => _calls;

        public async Task<LiveBatch> ToldAsync()
        {
            await _told.NextAsync();
            Assert.True(_batches.TryDequeue(out var batch));
            return batch;
        }

        public Task OnChangedAsync(LiveBatch batch)
        {
            Interlocked.Increment(ref _calls);
            _batches.Enqueue(batch);
            _told.Add();
            return Answer;
        }
    }

    private sealed class FakeDirectory : ILiveDirectoryGrain
    {
        public ImmutableArray<ILiveObserver> Listening { get; set; } = [];

        public Exception? Fails { get; set; }

        public Task JoinAsync(ILiveObserver observer) => throw new NotSupportedException();

        public Task LeaveAsync(ILiveObserver observer)
        {
            lock (this)
            {
                Listening = Listening.Remove(observer);
            }

            return Task.CompletedTask;
        }

        public Task<ImmutableArray<ILiveObserver>> ListAsync() => Fails is { } failure ? throw failure : Task.FromResult(Listening);
    }
}
