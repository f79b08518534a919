using CxOrchestrator.Simulation.Tests.Scheduling;

namespace CxOrchestrator.Simulation.Tests;

/// <summary>What a run relies on: one thread, virtual time, and a death that is one.</summary>
public sealed class SchedulerTests
{
    private readonly World _world = new(seed: 1, tracing: true);

    [Fact]
    public void Delay_Weeks_TakesVirtualTimeInTheOrderOfItsEnds()
    {
        var ends = new List<int>();
        var all = Enumerable.Range(1, 5).Reverse().Select(days => _world.Outside.Launch("wait", async () =>
        {
            await _world.DelayAsync(TimeSpan.FromDays(9 * days));
            ends.Add(days);
        })).ToList();

        _world.Run(Task.WhenAll(all));

        Assert.Null(_world.Failure);
        Assert.Equal([1, 2, 3, 4, 5], ends);
        Assert.Equal(TimeSpan.FromDays(45), _world.Now);
    }

    [Fact]
    public void Kill_WhateverItWaitedFor_RunsNoMore()
    {
        var process = new WorldProcess(_world, "doomed");
        var (ran, answer) = (0, new TaskCompletionSource());
        _ = process.Launch("wait for time", async () =>
        {
            await _world.DelayAsync(TimeSpan.FromSeconds(2));
            ran++;
        });
        _ = process.Launch("wait for an answer", async () =>
        {
            await answer.Task;
            ran++;
        });

        _world.Run(_world.Outside.Launch("kill", async () =>
        {
            await _world.DelayAsync(TimeSpan.FromSeconds(1));
            process.Kill();
            answer.SetResult();
            await _world.DelayAsync(TimeSpan.FromSeconds(10));
        }));

        Assert.Null(_world.Failure);
        Assert.Equal(0, ran);
    }

    [Fact]
    public void Run_SomethingLeavesTheThread_Fails()
    {
        using var awaited = new ManualResetEventSlim();
        _world.Run(_world.Outside.Launch("leave", async () =>
        {
            var away = Task.Run(() => awaited.Wait(TimeSpan.FromSeconds(30)));
            _ = _world.Outside.Launch("let go", () =>
            {
                awaited.Set();
                return Task.CompletedTask;
            });
            await away;
        }));

        Assert.NotNull(_world.Failure);
    }

    [Fact]
    public void Run_NothingCanGoOn_Fails()
    {
        _world.Run(new TaskCompletionSource().Task);

        Assert.StartsWith("Nothing can run", _world.Failure, StringComparison.Ordinal);
    }
}
