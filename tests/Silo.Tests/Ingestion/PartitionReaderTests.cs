using System.Globalization;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Silo.Ingestion;
using CxOrchestrator.Silo.Tests.Hosting;
using CxOrchestrator.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace CxOrchestrator.Silo.Tests.Ingestion;

public sealed partial class PartitionReaderTests : IAsyncLifetime
{
    private readonly WatchedClock _clock = new(Make.Start);
    private readonly FakePartition _partition = new();
    private readonly FakeCustomers _customers = new();
    private readonly FakeDeadLetters _letters = new();
    private readonly ReadProgress _progress = new();
    private readonly IngestionOptions _options = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _options.DrainWithin = TimeSpan.Zero;
        while (!_running.IsCompleted)
        {
            // Whatever it still waits for is let go.
            _clock.Advance(TimeSpan.FromSeconds(30));
            await Task.WhenAny(_running, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None));
        }

        _stop.Dispose();
    }

    private void Start() => _running = new PartitionReader(
        _partition, _customers, _letters, _progress, _options, _clock, NullLogger<PartitionReader>.Instance).RunAsync(_stop.Token);

    private static IEnumerable<string> Ids(FakeCustomers.Customer customer) =>
        customer.Batches.SelectMany(b => b.Items).Select(i => i.Touchpoint.Identity.Id);

    private static TaskCompletionSource Gate() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets the time pass in which positions are stored, until that one was.</summary>
    private async Task<(long Position, DateTimeOffset Through)> StoredAsync(long position)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (_partition.Last.Position < position)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < WatchedClock.Patience, $"Position {position} was not stored within {WatchedClock.Patience}.");
            await _clock.PassAsync(_options.StoreEvery);
        }

        return _partition.Last;
    }

    [Fact]
    public async Task Read_Chunk_GoesToItsCustomersInTheirOrder()
    {
        _partition.Add(Make.Day(1), ("ann", "1"), ("bob", "2"), ("ann", "3"));
        Start();
        await StoredAsync(3);

        var batch = Assert.Single(_customers["ann"].Batches);
        Assert.Equal(("log", 5), (batch.Log, batch.Partition));
        Assert.Equal(["1", "3"], Ids(_customers["ann"]));
        Assert.Equal([1L, 3], batch.Items.Select(i => i.Position));
        Assert.Contains("\"1\"", Some.Text(batch.Items[0].Body), StringComparison.Ordinal);
        Assert.Equal(["2"], Ids(_customers["bob"]));
    }

    [Fact]
    public async Task Read_WhileACallIsUnderWay_WaitsForItInTheCustomersLane()
    {
        var gate = Gate();
        _customers["ann"].Gate = gate.Task;
        _partition.Add(Make.Start, ("ann", "1"));
        Start();
        await _customers["ann"].CalledAsync();
        _partition.Add(Make.Start, ("ann", "2"), ("bob", "3"), ("ann", "4"));
        await _customers["bob"].CalledAsync();
        Assert.Equal(1, _customers["ann"].Calls);

        gate.SetResult();
        await _customers["ann"].CalledAsync();
        await StoredAsync(4);

        Assert.Equal([1, 2], _customers["ann"].Batches.Select(b => b.Items.Length));
        Assert.Equal(["1", "2", "4"], Ids(_customers["ann"]));
        Assert.Equal(1, _customers["ann"].AtOnceMax);
    }

    [Fact]
    public async Task Read_MoreThanABatch_IsSplitInOrder()
    {
        _options.BatchMax = 3;
        _partition.Add(Make.Start, [.. Enumerable.Range(0, 8).Select(i => ((string?)"ann", i.ToString(CultureInfo.InvariantCulture)))]);
        Start();
        await _customers["ann"].CalledAsync(3);
        await StoredAsync(8);
        Assert.Equal([3, 3, 2], _customers["ann"].Batches.Select(b => b.Items.Length));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7"], Ids(_customers["ann"]));
    }

    [Fact]
    public async Task Store_GapInFront_WaitsForIt()
    {
        var gate = Gate();
        _customers["slow"].Gate = gate.Task;
        _partition.Add(Make.Day(1), ("fast", "1"), ("slow", "2"), ("fast", "3"));
        Start();
        await _customers["slow"].CalledAsync();
        await _customers["fast"].CalledAsync();
        Assert.Equal((1L, DateTimeOffset.UnixEpoch), await StoredAsync(1));
        await _clock.PassAsync(_options.StoreEvery);
        await _clock.ArmedAsync(_options.StoreEvery);
        Assert.Equal(1, _partition.Last.Position);
        Assert.Equal(DateTimeOffset.MinValue, _progress.Through);

        gate.SetResult();
        _clock.Advance(_options.StoreEvery);
        Assert.Equal((3L, Make.Day(1)), await StoredAsync(3));

        // Known a moment after it is stored.
        await EmbeddedSilo.UntilAsync(() => Task.FromResult(_progress.Through == Make.Day(1)), "the time that is read through");
    }

    [Fact]
    public async Task Read_CustomerThatFails_HoldsUpNobodyElseAndComesInTheEnd()
    {
        _options.InFlightMax = 10;
        _customers["bad"].Fails = new IOException("down");
        _partition.Add(Make.Day(1), ("bad", "1"));
        Start();
        await _customers["bad"].CalledAsync();
        for (var i = 0; i < 50; i++)
        {
            _partition.Add(Make.Day(1), ($"c-{i}", $"t-{i}"));
            await _customers[$"c-{i}"].CalledAsync();
        }

        // Its call has failed once the pause begins: it would succeed at once otherwise, and nobody would wait.
        await _clock.ArmedAsync(_options.RetryPause);
        _customers["bad"].Fails = null;
        _clock.Advance(_options.RetryPause);
        await _customers["bad"].CalledAsync();
        await StoredAsync(51);
        Assert.Equal(["1"], Ids(_customers["bad"]));
    }

    [Fact]
    public async Task Read_AheadOfACustomerThatFails_EndsAtItsBound()
    {
        _options.AheadMax = 3;
        _customers["bad"].Fails = new IOException("down");
        _partition.Add(Make.Day(1), ("bad", "1"), ("c-2", "2"));
        Start();
        await _partition.PolledAsync(2);
        _partition.Add(Make.Day(1), ("c-3", "3"));
        await _customers["c-3"].CalledAsync();
        Assert.Equal([3, 1], _partition.Asked);

        // Its call has failed once the pause begins: it would succeed at once otherwise, and nobody would wait.
        await _clock.ArmedAsync(_options.RetryPause);
        _customers["bad"].Fails = null;
        _clock.Advance(_options.RetryPause);
        await _partition.PolledAsync();

        // How much room there is depends on whether the ends of the others' calls are known by then; that there is some does not.
        Assert.Equal(3, _partition.Asked.Count);
        Assert.InRange(_partition.Asked[^1], 1, 3);
    }

    [Fact]
    public async Task Read_InFlightBound_NoMoreIsPolledUntilSomeAreStored()
    {
        _options.InFlightMax = 4;
        _options.PollMax = 3;
        var gate = Gate();
        _customers["ann"].Gate = gate.Task;
        _partition.Add(Make.Start, ("ann", "1"), ("ann", "2"), ("ann", "3"));
        _partition.Add(Make.Start, ("ann", "4"));
        Start();
        await _partition.PolledAsync(2);
        await _customers["ann"].CalledAsync();
        Assert.Equal([3, 1], _partition.Asked);

        gate.SetResult();
        await _partition.PolledAsync();
        Assert.True(_partition.Asked[2] > 0);
    }

    [Fact]
    public async Task Read_StoreIsDown_TriesWithGrowingPausesUntilItIsBack()
    {
        _options.RetryPauseMax = TimeSpan.FromMilliseconds(300);
        _customers["ann"].Fails = new IOException("down");
        _partition.Add(Make.Start, ("ann", "1"));
        Start();
        foreach (var pause in new[] { 100, 200, 300, 300 })
        {
            await _customers["ann"].CalledAsync();
            await _clock.PassAsync(TimeSpan.FromMilliseconds(pause));
        }

        _customers["ann"].Fails = null;
        await _customers["ann"].CalledAsync();
        await _clock.PassAsync(TimeSpan.FromMilliseconds(300));
        await _customers["ann"].CalledAsync();
        await StoredAsync(1);
        Assert.Single(_customers["ann"].Batches);
        Assert.Empty(_letters.Letters);
    }

    [Fact]
    public async Task Read_Unreadable_BecomesADeadLetterWithItsBytesAndHoldsNobodyUp()
    {
        _partition.Add(Make.Start, ("ann", "1"), (null, "{ not json"), ("ann", "3"));
        Start();
        await _letters.CalledAsync();
        await StoredAsync(3);

        var letter = Assert.Single(_letters.Letters);
        Assert.Equal(("unreadable", "shop", "{ not json"), (letter.Reason, letter.Source, Some.Text(letter.Body)));
        Assert.Equal(("log", 5, 2L), (letter.Origin.Log, letter.Origin.Partition, letter.Origin.Position));
        Assert.NotEmpty(letter.Detail);
        Assert.Equal(["1", "3"], Ids(_customers["ann"]));
    }

    [Fact]
    public async Task Read_UnreadableWhileTheStoreIsDown_IsTriedUntilItIsKept()
    {
        _letters.Fails = new IOException("down");
        _partition.Add(Make.Start, (null, "{"));
        Start();
        await _letters.CalledAsync();
        await _clock.ArmedAsync(_options.RetryPause);
        _letters.Fails = null;
        _clock.Advance(_options.RetryPause);
        await _letters.CalledAsync();

        await StoredAsync(1);
        Assert.Single(_letters.Letters);
    }

    [Fact]
    public async Task Read_PollFails_PausesAndGoesOn()
    {
        _partition.Fail(new IOException("down"));
        _partition.Fail(new OperationCanceledException("by somebody else"));
        _partition.Add(Make.Start, ("ann", "1"));
        Start();
        await _clock.PassAsync(TimeSpan.FromMilliseconds(100));
        await _clock.PassAsync(TimeSpan.FromMilliseconds(200));

        await _customers["ann"].CalledAsync();
    }

    [Fact]
    public async Task Store_Fails_IsTriedAgainWithTheNextTick()
    {
        _partition.StoreFails = new IOException("down");
        _partition.Add(Make.Start, ("ann", "1"));
        Start();
        await _customers["ann"].CalledAsync();

        // The call was made; a tick may still come before its end is known here, and then stores nothing.
        var stored = _partition.StoredAsync();
        while (!stored.IsCompleted)
        {
            await _clock.PassAsync(_options.StoreEvery);
        }

        await stored;
        Assert.Equal(0, _partition.Last.Position);

        _partition.StoreFails = null;
        await StoredAsync(1);
    }
}
