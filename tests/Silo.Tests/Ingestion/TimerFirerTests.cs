using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Silo.Ingestion;
using CxOrchestrator.Storage;
using CxOrchestrator.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Tests.Ingestion;

public sealed class TimerFirerTests : IAsyncLifetime
{
    private readonly WatchedClock _clock = new(Make.Start.AddYears(1));
    private readonly WatchedClock _journeyClock = new(Make.Start);
    private readonly FakeCustomers _customers = new();
    private readonly FakeTimers _timers = new();
    private readonly ReadProgress _progress = new();
    private readonly IngestionOptions _options = new();
    private readonly TimerFaults _faults = new();
    private readonly TimerFirer _firer;

    public TimerFirerTests()
    {
        _firer = new TimerFirer(_timers, _customers, _progress, new WholeShare(), Options.Create(_options), _journeyClock, _clock, NullLogger<TimerFirer>.Instance, _faults);
        _progress.Join("log", 0);

        // A customer that fired has no timer left.
        _customers.OnCall = customer =>
        {
            if (_customers[customer].Fails is null)
            {
                _timers.Remove(customer);
            }

            return Task.CompletedTask;
        };
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _firer.StopAsync(CancellationToken.None);
        _firer.Dispose();
    }

    /// <summary>Lets one look go by, and the loop wait again.</summary>
    private async Task LookAsync()
    {
        if (_firer.ExecuteTask is null)
        {
            await _firer.StartAsync(CancellationToken.None);
        }
        else
        {
            _clock.Advance(_options.TimersEvery);
        }

        await _clock.ArmedAsync(_options.TimersEvery);
    }

    private IEnumerable<string> Fired => _customers.Fired.Select(f => f.Customer).Order();

    [Fact]
    public async Task Fire_NotReadYet_FiresNothing()
    {
        _timers.Add("ann", Make.Day(-1));

        await LookAsync();

        Assert.Empty(Fired);
    }

    [Fact]
    public async Task Fire_BacklogNotReadPastTheDueTime_FiresNothingUntilItIs()
    {
        _timers.Add("ann", Make.Day(1));
        _journeyClock.Advance(TimeSpan.FromDays(5));
        _progress.Report("log", 0, Make.Day(1).AddMilliseconds(-1));
        await LookAsync();
        Assert.Empty(Fired);

        _progress.Report("log", 0, Make.Day(1));
        await LookAsync();
        Assert.Equal([("ann", Make.Day(1))], _customers.Fired);
    }

    [Fact]
    public async Task Fire_OnePartitionBehind_HoldsAllTimers()
    {
        _timers.Add("ann", Make.Day(1));
        _journeyClock.Advance(TimeSpan.FromDays(5));
        _progress.Expect(2);
        _progress.Report("log", 0, Make.Day(5));
        await LookAsync();
        _progress.Join("log", 1);
        await LookAsync();
        _progress.Report("log", 1, Make.Start);
        await LookAsync();
        Assert.Empty(Fired);

        _progress.Report("log", 1, Make.Day(2));
        await LookAsync();
        Assert.Equal([("ann", Make.Day(2))], _customers.Fired);
    }

    [Fact]
    public async Task Fire_ReadThroughIsAheadOfTheClock_TheClockDecides()
    {
        _timers.Add("ann", Make.Day(1));
        _progress.Report("log", 0, Make.Day(9));
        await LookAsync();
        Assert.Empty(Fired);

        _journeyClock.Advance(TimeSpan.FromDays(1));
        await LookAsync();
        Assert.Equal([("ann", Make.Day(1))], _customers.Fired);
    }

    [Fact]
    public async Task Fire_CustomerThatFails_WaitsLongerEachTimeWhileTheOthersFire()
    {
        _options.TimersAtOnceMax = 1;
        _progress.Report("log", 0, Make.Start);
        _customers["bad"].Fails = new IOException("down");
        _timers.Add("bad", Make.Day(-9));
        _timers.Add("ann", Make.Day(-2));
        _timers.Add("bob", Make.Day(-1));
        await LookAsync();
        await LookAsync();

        Assert.Equal(["ann", "bob"], Fired);
        Assert.Equal(1, _customers["bad"].Calls);
        Assert.StartsWith("Timers of 1 customer fail and are tried again", _faults.Problem, StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await _clock.ArmedAsync(_options.TimersEvery);
        Assert.Equal(2, _customers["bad"].Calls);
        _clock.Advance(TimeSpan.FromSeconds(3));
        await _clock.ArmedAsync(_options.TimersEvery);
        Assert.Equal(2, _customers["bad"].Calls);

        _customers["bad"].Fails = null;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _clock.ArmedAsync(_options.TimersEvery);
        Assert.Equal(["ann", "bad", "bob"], Fired);
        await LookAsync();
        Assert.Null(_faults.Problem);
    }

    [Fact]
    public async Task Fire_MoreThanAtOnce_AllFireInOneLook()
    {
        _options.TimersAtOnceMax = 10;
        _progress.Report("log", 0, Make.Start);
        foreach (var i in Enumerable.Range(0, 45))
        {
            _timers.Add($"c-{i}", Make.Day(-1));
        }

        await LookAsync();

        Assert.Equal(45, Fired.Count());
        Assert.All(_timers.Limits, l => Assert.True(l <= 10));
    }

    [Fact]
    public async Task Fire_StoreIsDown_GoesOnWhenItIsBack()
    {
        _progress.Report("log", 0, Make.Start);
        _timers.Add("ann", Make.Day(-1));
        _timers.Fails = new IOException("down");
        await LookAsync();
        Assert.StartsWith("Due timers cannot be read from the store", _faults.Problem, StringComparison.Ordinal);
        _timers.Fails = null;

        await LookAsync();

        Assert.Equal(["ann"], Fired);
        Assert.Null(_faults.Problem);
    }

    private sealed class FakeTimers : ITimerStore
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, DateTimeOffset> _due = [];

        public Exception? Fails { get; set; }

        public List<int> Limits { get; } = [];

        public void Add(string customer, DateTimeOffset due) => _due[customer] = due;

        public void Remove(string customer)
        {
            lock (_gate)
            {
                _due.Remove(customer);
            }
        }

        public Task<ImmutableArray<(CustomerKey Key, DateTimeOffset DueAt)>> DueAsync(Share share, DateTimeOffset upTo, DateTimeOffset now, int limit, CancellationToken cancellationToken)
        {
            if (Fails is { } failure)
            {
                throw failure;
            }

            lock (_gate)
            {
                Limits.Add(limit);
                return Task.FromResult<ImmutableArray<(CustomerKey, DateTimeOffset)>>(
                    [.. _due.Where(d => d.Value <= upTo).OrderBy(d => d.Value).Take(limit).Select(d => (Some.Key(d.Key), d.Value))]);
            }
        }
    }
}
