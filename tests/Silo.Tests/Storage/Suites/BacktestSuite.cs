using CxOrchestrator.Backtests;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>What backtests read of the past, and how they are kept.</summary>
public abstract class BacktestSuite : StoreSuite
{
    private static readonly string[] Unsorted = ["b", "a", "c"];
    private static readonly string[] Ids = ["t1", "t2", "t3"];
    private static readonly string[] Many = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];

    private static StoredRun Backtest(string id, bool ended = false) => new() { Id = id, Ended = ended, View = $$"""{"id":"{{id}}"}""", SeenAt = Make.Start };

    [Fact]
    public async Task Recorded_InPages_GivesEveryTouchpointOnceByCustomerAndInOrder()
    {
        foreach (var customer in Unsorted)
        {
            await Store.CommitAsync(customer, c => c with { History = [Some.Entry(1, "t1", customer), Some.Entry(2, "x", customer) with { Kind = HistoryKind.Timer, IdentityHash = 0 }, Some.Entry(3, "t2", customer)] });
            await Store.CommitAsync(customer, c => c with { History = [Some.Entry(4, "t3", customer)] });
        }

        var (after, read) = (RecordedPlace.Start, new List<string>());
        while (await Store.Recorded.PageAsync(after, 2, None) is { IsEmpty: false } page)
        {
            read.AddRange(page.Select(t => $"{t.Place.Key} {Some.Text(t.Body)}"));
            after = page[^1].Place;
        }

        Assert.Equal(from customer in Unsorted.Order() from id in Ids select $$"""default/{{customer}} {"id":"{{id}}"}""", read);
        Assert.Equal(["""{"id":"t1"}""", """{"id":"t2"}""", """{"id":"t3"}"""], (await Store.Recorded.OfAsync(Some.Key("b"), None)).Select(b => Some.Text(b)));
    }

    [Fact]
    public async Task Recorded_AsCustomers_StandsTogetherOverPages()
    {
        // More than a page, so that customers lie across its end.
        const int each = 900;
        foreach (var customer in Many)
        {
            await Store.CommitAsync(customer, c => c with { History = [.. Enumerable.Range(1, each).Select(i => Some.Entry(i, $"t{i}", customer))] });
        }

        var customers = new List<RecordedCustomer>();
        await foreach (var batch in new HistoryCustomers(Store.Recorded, 9).BatchesAsync(None))
        {
            customers.AddRange(batch);
        }

        Assert.Equal(Many, customers.Select(c => c.Key["default/".Length..]));
        Assert.All(customers, c => Assert.Equal(each, c.Bodies.Length));
    }

    [Fact]
    public async Task Backtests_FromStartToEnd_AreKeptWithTheirReports()
    {
        await Store.Backtests.AddAsync(Backtest("01"), None);
        await Store.Backtests.AddAsync(Backtest("02"), None);
        Assert.True(await Store.Backtests.UpdateAsync(Backtest("01", ended: true) with { View = "{}", Report = """{"days":[]}""", SeenAt = Make.Start.AddMinutes(1) }, None));

        var kept = (await Store.Backtests.GetAsync("01", None))!;
        Assert.Equal((true, "{}", """{"days":[]}""", Make.Start.AddMinutes(1)), (kept.Ended, kept.View, kept.Report, kept.SeenAt));
        Assert.Equal(["02", "01"], (await Store.Backtests.ListAsync(10, None)).Select(b => b.Id));
        Assert.All(await Store.Backtests.ListAsync(10, None), b => Assert.Null(b.Report));
        Assert.Null(await Store.Backtests.GetAsync("03", None));
        Assert.False(await Store.Backtests.UpdateAsync(Backtest("03"), None));
        Assert.Empty(await Store.WarningSearches.ListAsync(10, None));
    }

    [Fact]
    public async Task Backtests_Cancelled_SayItToWhoeverRunsThem()
    {
        await Store.Backtests.AddAsync(Backtest("01"), None);
        Assert.True(await Store.Backtests.UpdateAsync(Backtest("01"), None));
        Assert.True(await Store.Backtests.CancelAsync("01", None));
        Assert.False(await Store.Backtests.UpdateAsync(Backtest("01"), None));
        Assert.True((await Store.Backtests.GetAsync("01", None))!.CancelAsked);
        Assert.False(await Store.Backtests.CancelAsync("02", None));
    }

    [Fact]
    public async Task Backtests_BeyondWhatIsKept_GoOldestFirstWhereTheyEnded()
    {
        await Store.Backtests.AddAsync(Backtest("000"), None);
        for (var i = 1; i <= IRunStore.KeptMax + 2; i++)
        {
            await Store.Backtests.AddAsync(Backtest($"{i:000}", ended: true), None);
        }

        var kept = (await Store.Backtests.ListAsync(1_000, None)).Select(b => b.Id).ToList();
        Assert.Equal(IRunStore.KeptMax + 1, kept.Count);
        Assert.Equal("000", kept[^1]);
        Assert.DoesNotContain("001", kept);
    }
}
