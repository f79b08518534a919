using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Ingestion;

public sealed partial class PartitionReaderTests
{
    [Fact]
    public async Task Stop_WhatIsInFlight_IsFinishedAndItsPositionStored()
    {
        var gate = Gate();
        _customers["ann"].Gate = gate.Task;
        _partition.Add(Make.Day(1), ("ann", "1"), ("bob", "2"));
        Start();
        await _customers["ann"].CalledAsync();
        await _partition.PolledAsync(2);
        await _stop.CancelAsync();
        Assert.False(_running.IsCompleted);

        gate.SetResult();
        await _running.WaitAsync(WatchedClock.Patience);

        Assert.Equal((2L, Make.Day(1)), _partition.Last);
        Assert.Equal(0, _progress.Partitions);
    }

    // A reader that fails ends all the others: losing a partition while the broker does not answer is no reason to.

    [Fact]
    public async Task Stop_WhileThePollFails_IsAStopAndNoFailure()
    {
        _partition.Fail(() =>
        {
            _stop.Cancel();
            return new IOException("down");
        });
        Start();
        await _running.WaitAsync(WatchedClock.Patience);

        Assert.Equal(0, _progress.Partitions);
    }

    [Fact]
    public async Task Stop_SomethingNeverEnds_LeavesItForTheNextStart()
    {
        _customers["ann"].Gate = Gate().Task;
        _partition.Add(Make.Day(1), ("bob", "1"), ("ann", "2"));
        Start();
        await _customers["ann"].CalledAsync();
        await _customers["bob"].CalledAsync();
        await _partition.PolledAsync(2);
        await _stop.CancelAsync();
        while (!_running.IsCompleted)
        {
            await Task.WhenAny(_running, _clock.PassAsync(TimeSpan.FromMilliseconds(100)));
        }

        await _running;
        Assert.Equal(1, _partition.Last.Position);
    }
}
