using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Console.Backtests;

namespace CxOrchestrator.Console.Tests.Backtests;

public sealed class BacktestWordsTests
{
    private static readonly DateTimeOffset Until = new(2026, 5, 31, 0, 0, 0, TimeSpan.Zero);

    private static BacktestFigures Figures(long reached, params HeldBack[] held) => new()
    {
        Reached = reached,
        Fired = reached,
        Held = 0,
        ControlGroup = 0,
        ActionsByKind = new Dictionary<string, long> { ["offer"] = reached },
        OfferCost = reached == 0 ? [] : [new OfferCost { Currency = "EUR", Amount = 10 * reached, Offers = reached }],
        HeldBack = held,
    };

    private static BacktestReport Report(long before, long after) => new()
    {
        From = Until.AddDays(-30),
        Until = Until,
        Touchpoints = 1,
        Customers = 1,
        Duplicates = 0,
        Refused = 0,
        Seconds = 1,
        Focus = ["voucher"],
        Before = Figures(before),
        After = Figures(after),
        ReachedOnlyBefore = 0,
        ReachedOnlyAfter = 0,
        ReachedBoth = 0,
        Days = [],
        Policies = [],
        Overlap = [],
        Queues = [],
        Contested = [],
        ContestedSettled = true,
        LeftOut = [],
        Samples = [],
    };

    private static HeldBack Held(string reason, string? limit, long customers, long times, long never) =>
        new() { Reason = reason, Limit = limit, Customers = customers, Times = times, NeverSent = never };

    [Theory]
    [InlineData(0, 12, "12 customers would have been reached in 30 days.")]
    [InlineData(10, 12, "12 customers would have been reached in 30 days, 2 more than the published version.")]
    [InlineData(1500, 1, "1 customer would have been reached in 30 days, 1,499 fewer than the published version.")]
    [InlineData(12, 12, "12 customers would have been reached in 30 days, the same as the published version.")]
    [InlineData(3, 0, "Nobody would have been reached in 30 days; the published version reaches 3.")]
    public void Headline_OfTwoSets_SaysWhoIsReached(long before, long after, string expected) => Assert.Equal(expected, BacktestWords.Headline(Report(before, after)));

    [Fact]
    public void Together_QuietHoursOfManyZones_AreOneLine()
    {
        var together = BacktestWords.Together([Held("quietHours", "Rome", 3, 4, 1), Held("frequencyCap", "At most 2", 5, 5, 0), Held("quietHours", "Lisbon", 4, 4, 0), Held("frequencyCap", "At most 7", 1, 1, 0)]).ToList();

        Assert.Equal([("quietHours", null, 7L, 8L, 1L), ("frequencyCap", "At most 2", 5L, 5L, 0L), ("frequencyCap", (string?)"At most 7", 1L, 1L, 0L)], together.Select(h => (h.Reason, h.Limit, h.Customers, h.Times, h.NeverSent)));
    }

    [Fact]
    public void Held_SentLaterOrNever_SaysWhich()
    {
        Assert.Equal("3 times, sent later", BacktestWords.Held(Held("frequencyCap", null, 3, 3, 0)));
        Assert.Equal("1 time, never made up for", BacktestWords.Held(Held("consent", null, 1, 1, 1)));
        Assert.Equal("2 times sent later, 1 never", BacktestWords.Held(Held("budget", null, 3, 3, 1)));
    }

    [Fact]
    public void Rows_OfAReport_ShowWhatEitherSetHas()
    {
        var rows = FigureRow.Of(Report(0, 4));
        Assert.Contains(new FigureRow("Cost of offers, €", 0, 40), rows);
        Assert.Contains(new FigureRow("Customers reached", 0, 4), rows);
        Assert.Equal("+40", BacktestWords.Difference(0, 40));
        Assert.Equal("−3", BacktestWords.Difference(5, 2));
        Assert.Equal("±0", BacktestWords.Difference(2, 2));
    }
}
