using CxOrchestrator.Gateway.Board;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;

namespace CxOrchestrator.Gateway.Tests.Board;

public sealed class FiguresTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(GatewayHost.Start);
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly FakeStore _store;
    private readonly LiveBoard _board;
    private readonly Figures _figures;

    public FiguresTests()
    {
        _store = new FakeStore(new CustomerCodec(_services.GetRequiredService<Serializer<CustomerState>>()));
        var desk = new FakeOperations(_store, new FakeLog());
        var clock = new JourneyClock(_clock, _clock);
        _board = new LiveBoard(new NoDefinitions(), clock);
        _figures = new Figures(_store, desk, desk, _board, clock, _clock, NullLogger<Figures>.Instance);
    }

    public void Dispose()
    {
        _figures.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task Totals_LedgerDiffersForAMoment_IsBalancedAndOnlyThenNot()
    {
        _store.Ledger = Applied(10, received: 15);
        _store.LogWaiting = 4;
        await ReadAfter(TimeSpan.Zero);
        Assert.True(_figures.Totals.LedgerBalanced);
        await ReadAfter(TimeSpan.FromSeconds(4));
        Assert.True(_figures.Totals.LedgerBalanced);
        await ReadAfter(TimeSpan.FromSeconds(2));
        Assert.False(_figures.Totals.LedgerBalanced);
        _store.LogWaiting = 5;
        await ReadAfter(TimeSpan.FromSeconds(1));
        Assert.True(_figures.Totals.LedgerBalanced);
        Assert.Equal(5, _figures.Totals.Waiting);
    }

    [Fact]
    public async Task Totals_Rate_IsOverTheLastTenSeconds()
    {
        for (var second = 0; second <= 20; second++)
        {
            _store.Ledger = Applied(second <= 10 ? second * 1000 : 10_000 + ((second - 10) * 50), received: 0);
            await ReadAfter(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(50, _figures.Totals.TouchpointsPerSecond);
    }

    [Fact]
    public async Task Totals_AtRiskChange_IsOfTenMinutes()
    {
        Loaded();
        await ReadAfter(TimeSpan.Zero);
        _board.Apply(States.Changed(States.Unhappy("c1")));
        await ReadAfter(TimeSpan.FromMinutes(5));
        Assert.Equal(1, _figures.Totals.AtRiskChange);
        Assert.Equal(300, _figures.Totals.AtRiskChangeSeconds);
        await ReadAfter(TimeSpan.FromMinutes(6));
        Assert.Equal(0, _figures.Totals.AtRiskChange);
        Assert.Equal(1, _figures.Totals.AtRisk);
    }

    [Fact]
    public async Task Totals_AtRiskWhileABacklogComesIn_IsNoChange()
    {
        await ReadAfter(TimeSpan.Zero);
        Loaded();
        _store.Ledger = Applied(0, received: 10_000);
        _store.LogWaiting = 10_000;
        await ReadAfter(TimeSpan.FromSeconds(1));
        _board.Apply(States.Changed(States.Unhappy("c1")));
        await ReadAfter(TimeSpan.FromSeconds(1));
        _store.Ledger = Applied(10_000, received: 10_000);
        _store.LogWaiting = 0;
        await ReadAfter(TimeSpan.FromSeconds(1));
        Assert.Equal((1, 0), (_figures.Totals.AtRisk, _figures.Totals.AtRiskChange));
    }

    [Fact]
    public async Task Totals_PositionsLagBehindASteadyStream_LedgerIsBalanced()
    {
        for (var second = 0; second <= 20; second++)
        {
            _store.Ledger = Applied(second * 20, received: second * 20);
            _store.LogWaiting = 4;
            await ReadAfter(TimeSpan.FromSeconds(1));
            Assert.True(_figures.Totals.LedgerBalanced);
        }

        // The stream rests, and the difference stays: nothing that moved explains it now.
        await ReadAfter(TimeSpan.FromSeconds(6));
        await ReadAfter(TimeSpan.FromSeconds(6));
        Assert.False(_figures.Totals.LedgerBalanced);
    }

    private void Loaded()
    {
        _board.BeginLoading();
        _board.EndLoading(new HashSet<CustomerKey>(), new Dictionary<CustomerKey, long>());
    }

    private static Ledger Applied(long applied, long received) => new()
    {
        Sources = [new LedgerLine { Source = "shop", Received = received, Applied = applied, Duplicate = 0, Rejected = 0, Conflicting = 0 }],
    };

    private Task ReadAfter(TimeSpan time)
    {
        _clock.Advance(time);
        return _figures.ReadAsync(TestContext.Current.CancellationToken);
    }

    private sealed class NoDefinitions : IDefinitions
    {
        public CompiledDefinitions Current => CompiledDefinitions.Empty;
    }
}
