using CxOrchestrator.Storage.Log;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Postgres;

public sealed class ProgressTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private PostgresUnderTest _store = null!;

    public async ValueTask InitializeAsync() => _store = new PostgresUnderTest(await postgres.NewDatabaseAsync());

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Store_First_ComesBackAndIsCounted()
    {
        Assert.Null(await _store.Progress.GetAsync("log", 0, None));

        var stored = await StoreAsync(0, -1, Progress(4, 9, Make.Start), 10);

        Assert.Equal(Progress(4, 9, Make.Start), stored);
        Assert.Equal(stored, await _store.Progress.GetAsync("log", 0, None));
        Assert.Equal((10L, 0L, Make.Start), ((await _store.LedgerAsync()).Received, (await _store.LedgerAsync()).Applied, (await _store.LedgerAsync()).LastReceivedAt!.Value));
    }

    [Fact]
    public async Task Store_TwoReadersOfOnePartition_OneCounts()
    {
        var stored = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => StoreAsync(0, -1, Progress(-1, 9, Make.Start), 10)));

        Assert.All(stored, s => Assert.Equal(9, s.ReceivedTo));
        Assert.Equal(10, (await _store.LedgerAsync()).Received);
    }

    [Fact]
    public async Task Store_ReceivedAfterSomethingElse_CountsNothingAndDoesNotSkip()
    {
        await StoreAsync(0, -1, Progress(-1, 9, Make.Start), 10);

        var stored = await StoreAsync(0, 4, Progress(7, 19, Make.Start), 15);

        Assert.Equal((7L, 9L), (stored.Position, stored.ReceivedTo));
        Assert.Equal(10, (await _store.LedgerAsync()).Received);
    }

    [Fact]
    public async Task Store_EarlierThanStored_GoesNotBack()
    {
        await StoreAsync(0, -1, Progress(9, 9, Make.Day(1)), 10);

        Assert.Equal(Progress(9, 9, Make.Day(1)), await StoreAsync(0, 9, Progress(3, 3, Make.Start), 0));
    }

    [Fact]
    public async Task Through_AllPartitions_IsTheEarliestOrNullWhereOneWasNeverRead()
    {
        await StoreAsync(0, -1, Progress(0, 0, Make.Day(2)), 1);
        Assert.Null(await _store.Progress.ThroughAsync("log", 2, None));

        await StoreAsync(1, -1, Progress(0, 0, Make.Day(1)), 1);
        await StoreAsync(2, -1, Progress(0, 0, Make.Day(0)), 1);

        Assert.Equal(Make.Day(1), await _store.Progress.ThroughAsync("log", 2, None));
        Assert.Null(await _store.Progress.ThroughAsync("other", 2, None));
    }

    [Fact]
    public async Task Store_NoneYet_IsKeptAsItIs() =>
        Assert.Equal(PartitionProgress.None, await StoreAsync(0, -1, PartitionProgress.None, 0));

    private Task<PartitionProgress> StoreAsync(int partition, long receivedAfter, PartitionProgress progress, long shop) =>
        _store.Progress.StoreAsync("log", partition, receivedAfter, progress, [new ReceivedCount("shop", shop)], None);

    private static PartitionProgress Progress(long position, long receivedTo, DateTimeOffset through) => new() { Position = position, ReceivedTo = receivedTo, Through = through };
}
