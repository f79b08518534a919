using System.Threading.Channels;
using CxOrchestrator.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Silo.Tests.Hosting;

public sealed class RepeatedWorkTests
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    private readonly WaitingClock _clock = new();

    [Fact]
    public async Task Run_Fails_IsReportedAndTriedAgainAfterTheInterval()
    {
        using var work = new Work(_clock, TimeSpan.Zero, 1);
        await work.StartAsync(TestContext.Current.CancellationToken);
        await _clock.WaitsAsync();
        Assert.Equal(1, work.Runs);
        Assert.Equal("run 1", Assert.Single(work.Failures).Message);

        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(1, work.Runs);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _clock.WaitsAsync();
        Assert.Equal(2, work.Runs);
        Assert.Single(work.Failures);

        await work.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Run_FailsAgainAndAgain_IsReportedOnceAndSoIsItsRecovery()
    {
        using var work = new Work(_clock, TimeSpan.Zero, 1, 2, 3, 5);
        await work.StartAsync(TestContext.Current.CancellationToken);
        await _clock.WaitsAsync();
        for (var run = 2; run <= 6; run++)
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            await _clock.WaitsAsync();
        }

        Assert.Equal(["run 1", "run 5"], work.Failures.Select(f => f.Message));
        Assert.Equal([4, 6], work.Recoveries);
        await work.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Run_Delayed_BeginsAfterTheDelay()
    {
        using var work = new Work(_clock, delay: TimeSpan.FromSeconds(3));
        await work.StartAsync(TestContext.Current.CancellationToken);
        await _clock.WaitsAsync();
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, work.Runs);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await _clock.WaitsAsync();
        Assert.Equal(1, work.Runs);
        await work.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Stop_DuringTheInterval_EndsWithoutAnotherRun()
    {
        using var work = new Work(_clock, delay: TimeSpan.Zero);
        await work.StartAsync(TestContext.Current.CancellationToken);
        await _clock.WaitsAsync();

        await work.StopAsync(TestContext.Current.CancellationToken).WaitAsync(Within, TestContext.Current.CancellationToken);

        Assert.Equal(1, work.Runs);
        Assert.True(work.ExecuteTask!.IsCompletedSuccessfully);
    }

    private sealed class Work(WaitingClock clock, TimeSpan delay, params int[] failing) : RepeatedWork(clock)
    {
        public int Runs { get; private set; }

        public List<Exception> Failures { get; } = [];

        public List<int> Recoveries { get; } = [];

        protected override TimeSpan Interval => TimeSpan.FromSeconds(10);

        protected override TimeSpan Delay => delay;

        public override Task RunAsync(CancellationToken cancellationToken) =>
            failing.Contains(++Runs) ? throw new InvalidOperationException($"run {Runs}") : Task.CompletedTask;

        protected override void OnFailed(Exception exception) => Failures.Add(exception);

        protected override void OnRecovered() => Recoveries.Add(Runs);
    }

    /// <summary>Stands still until it is advanced, and says when somebody waits for it.</summary>
    private sealed class WaitingClock : FakeTimeProvider
    {
        private readonly Channel<bool> _waits = Channel.CreateUnbounded<bool>();

        public Task<bool> WaitsAsync() => _waits.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Within);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _waits.Writer.TryWrite(true);
            return timer;
        }
    }
}
