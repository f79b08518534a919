using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Postgres;

/// <summary>The ledger counts what the log holds, also what nobody has read, and never less than nothing waits.</summary>
public sealed class LedgerBesideLogTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Log = "memory";

    private static readonly CancellationToken None = CancellationToken.None;

    private PostgresUnderTest _store = null!;

    public async ValueTask InitializeAsync() => _store = new PostgresUnderTest(await postgres.NewDatabaseAsync());

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Ledger_RecordsThatNobodyReads_AreReceivedAndWait()
    {
        _store.Memory.AppendUncounted(partition: 1, count: 500);

        var ledger = await _store.Read.LedgerAsync(None);

        Assert.Equal((500L, 500L, 500L, 500L, 0L), (ledger.Received, ledger.Waiting, ledger.Unread, ledger.LogWaiting, ledger.Difference));
        Assert.Empty(ledger.Sources);
        Assert.Equal(500, (await _store.Read.StatusAsync(None)).LogWaiting);
        var figures = await _store.Services.GetRequiredService<IStoreFigures>().ReadAsync(Make.Start, null, None);
        Assert.Equal((500L, 500L, 0L), (figures.LedgerWaiting, figures.LogWaiting, figures.LedgerDifference));
    }

    [Fact]
    public async Task Ledger_AppliedBeforeItIsCounted_NeverWaitsBelowNothing()
    {
        _store.Memory.AppendUncounted(partition: 0, count: 10);
        await ApplyAsync(4);

        var ledger = await _store.Read.LedgerAsync(None);

        Assert.Equal((10L, 6L, 10L, 0L), (ledger.Received, ledger.Waiting, ledger.LogWaiting, ledger.Difference));
        var line = Assert.Single(ledger.Sources);
        Assert.Equal((4L, 4L, 0L, 6L), (line.Received, line.Applied, line.Waiting, ledger.Unread));
        Assert.Equal(ledger.Received, ledger.Sources.Sum(s => s.Applied + s.Duplicate + s.Rejected) + ledger.Waiting);
    }

    [Fact]
    public async Task Ledger_PositionsBehindAfterACrash_DiffersByNothing()
    {
        _store.Memory.AppendUncounted(partition: 0, count: 10);
        await StoreAsync(position: 2, receivedTo: 7, count: 8);
        await ApplyAsync(9);

        var ledger = await _store.Read.LedgerAsync(None);

        Assert.Equal((10L, 1L, 7L, 0L), (ledger.Received, ledger.Waiting, ledger.LogWaiting, ledger.Difference));
    }

    [Fact]
    public async Task Ledger_AppliedTwiceOrLost_Differs()
    {
        _store.Memory.AppendUncounted(partition: 0, count: 10);
        await StoreAsync(position: 9, receivedTo: 9, count: 10);
        await ApplyAsync(8);
        Assert.Equal(2, (await _store.Read.LedgerAsync(None)).Difference);

        await ApplyAsync(3, customer: "c-2");
        Assert.Equal(-1, (await _store.Read.LedgerAsync(None)).Difference);
    }

    private Task<CommitResult> ApplyAsync(int count, string customer = "c-1") =>
        _store.CommitAsync(customer, c => c with { Ledger = [new LedgerCount { Source = "shop", Applied = count }] });

    private Task<PartitionProgress> StoreAsync(long position, long receivedTo, long count) => _store.Progress.StoreAsync(
        Log, 0, -1, new PartitionProgress { Position = position, ReceivedTo = receivedTo, Through = Make.Start }, [new ReceivedCount("shop", count)], None);
}
