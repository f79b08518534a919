using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Postgres;

/// <summary>History by months of receipt: made when they come, gone as a whole when they are past.</summary>
public sealed class HistoryMonthsTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private PostgresUnderTest _store = null!;

    private static readonly Dictionary<string, string?> SixtyDays = new() { ["Retention:History"] = "60.00:00:00" };

    public async ValueTask InitializeAsync() => _store = new PostgresUnderTest(await postgres.NewDatabaseAsync()) { More = SixtyDays };

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Keep_MonthsToCome_AreThereBeforeTheyCome()
    {
        await _store.Months.RunAsync(None);
        await _store.Months.RunAsync(None);

        Assert.Equal(["2026_03", "2026_04", "2026_05"], await MonthsAsync());
    }

    [Fact]
    public async Task Commit_MonthThatIsNotThere_IsMade()
    {
        await ReceiveAsync(1, Make.Start.AddMonths(-5));
        await ReceiveAsync(2, Make.Start.AddYears(2));

        Assert.Equal(["2025_10", "2028_03"], await MonthsAsync());
        Assert.Equal([2L, 1], (await _store.Read.HistoryAsync(Some.Key(), null, 10, None)).Select(h => h.Sequence));
    }

    [Fact]
    public async Task Keep_MonthsPastTheRetention_AreDroppedWhole()
    {
        await ReceiveAsync(1, Make.Start.AddMonths(-3));
        await ReceiveAsync(2, Make.Start.AddMonths(-2));
        await ReceiveAsync(3, Make.Start);

        await _store.Months.RunAsync(None);

        // 60 days before 3 March is 2 January: December is over by then, January is not.
        Assert.Equal(["2026_01", "2026_03", "2026_04", "2026_05"], await MonthsAsync());
        Assert.Equal([3L, 2], (await _store.Read.HistoryAsync(Some.Key(), null, 10, None)).Select(h => h.Sequence));
        Assert.Equal([3L, 2], (await _store.Read.DecisionsAsync(new DecisionQuery(), None)).Items.Select(d => d.Sequence));
        Assert.Equal(0L, await Waits.ScalarAsync<long>(_store.ConnectionString, "SELECT count(*) FROM pg_class WHERE relname LIKE 'history_2025%' AND relkind = 'r'"));
    }

    [Fact]
    public async Task Commit_MonthThatAnotherSiloDropped_IsMadeAgain()
    {
        await ReceiveAsync(1, Make.Start.AddMonths(-3));
        await using (var other = new PostgresUnderTest(_store.ConnectionString) { More = SixtyDays })
        {
            await other.Months.RunAsync(None);
        }

        Assert.Equal(CommitResult.Committed, await ReceiveAsync(2, Make.Start.AddMonths(-3)));
        Assert.Equal(2, Assert.Single(await _store.Read.HistoryAsync(Some.Key(), null, 10, None)).Sequence);
    }

    [Fact]
    public async Task Commit_MonthLeftBehindByAnInterruptedRemoval_IsMadeAnew()
    {
        await ReceiveAsync(1, Make.Start);
        await Waits.ScalarAsync<bool>(_store.ConnectionString, "ALTER TABLE history DETACH PARTITION history_2026_03; SELECT true");

        Assert.Equal(CommitResult.Committed, await ReceiveAsync(2, Make.Start));
        Assert.Equal(2, Assert.Single(await _store.Read.HistoryAsync(Some.Key(), null, 10, None)).Sequence);
    }

    [Fact]
    public async Task Keep_WhileCustomersAreWritten_HoldsNobodyUp()
    {
        await ReceiveAsync(1, Make.Start.AddMonths(-3));
        var keeping = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _store.Months.RunAsync(None)));
        foreach (var i in Enumerable.Range(2, 50))
        {
            Assert.Equal(CommitResult.Committed, await ReceiveAsync(i, Make.Start).WaitAsync(WatchedClock.Patience));
        }

        await keeping.WaitAsync(WatchedClock.Patience);
    }

    private Task<CommitResult> ReceiveAsync(int sequence, DateTimeOffset at) => _store.CommitAsync(
        "c-1", c => c with { History = [Some.Entry(sequence, $"t-{sequence}") with { ReceivedAt = at }], Decisions = [new StoredDecision(sequence, 0, Some.Decision())] });

    private async Task<string[]> MonthsAsync() => await Waits.ScalarAsync<string[]>(
        _store.ConnectionString, "SELECT array_agg(right(c.relname, 7) ORDER BY c.relname) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE inhparent = 'history'::regclass");
}
