using System.Globalization;
using CxOrchestrator.Gateway.Voice;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Voice;

namespace CxOrchestrator.Gateway.Tests.Voice;

public sealed class VoiceFiguresTests
{
    private static readonly VoicePeriod Period = new(new(2026, 3, 1), new(2026, 3, 7));
    private static readonly DateTimeOffset LongAgo = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static RemarkCount Day(int fromMarch, long count, params string[] reasons) => new()
    {
        Group = (new DateOnly(2026, 3, 1).AddDays(fromMarch - 1).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber).ToString(CultureInfo.InvariantCulture),
        Reasons = [.. reasons],
        Count = count,
        Negative = count,
        Positive = 0,
        Read = count,
        SentimentSum = -0.5 * count,
    };

    [Fact]
    public void Of_DaysOfTwoPeriods_KeepsThemApart()
    {
        var figures = new VoiceFigures(Period, [Day(1, 2, "late"), Day(7, 3, "late", "rude"), Day(0, 5, "late"), Day(-7, 7, "late")], LongAgo);

        Assert.Equal((5, 5, -0.5), (figures.Totals.Count, figures.Totals.Negative, figures.Totals.Sentiment));
        Assert.Equal(5, figures.Previous.Count);
        var late = figures.Reasons[0];
        Assert.Equal(("late", 5, 5, 1.0), (late.Reason, late.Count, late.Previous, late.Share));
        Assert.Equal([2, 0, 0, 0, 0, 0, 3], late.Days);
        Assert.Equal(("rude", 3, 0.6), (figures.Reasons[1].Reason, figures.Reasons[1].Count, figures.Reasons[1].Share));
    }

    [Fact]
    public void Of_ReasonAboveItsPast_RisesAndComesFirst()
    {
        var figures = new VoiceFigures(Period, [Day(2, 30, "late"), Day(-10, 120, "late"), Day(3, 10, "price"), Day(-20, 8, "price")], LongAgo);

        Assert.Equal(["price", "late"], figures.Reasons.Select(r => r.Reason));
        Assert.Equal((10, 2.0), (figures.Reasons[0].Rise!.LastWeek, figures.Reasons[0].Rise!.UsualWeek));
        Assert.Null(figures.Reasons[1].Rise);
    }

    [Fact]
    public void Of_DaysWithoutAPast_NothingRises()
    {
        var figures = new VoiceFigures(Period, [Day(2, 30, "late")], new DateTimeOffset(2026, 2, 25, 0, 0, 0, TimeSpan.Zero));

        Assert.Null(Assert.Single(figures.Reasons).Rise);
    }

    [Fact]
    public void Of_NothingSaid_HasNoSentiment()
    {
        var figures = new VoiceFigures(Period, [], null);

        Assert.Equal((0, null), (figures.Totals.Count, figures.Totals.Sentiment));
        Assert.Empty(figures.Reasons);
    }

    [Fact]
    public void Groups_OfSegments_CountACustomerInEach()
    {
        var counts = new[] { Day(1, 2, "late") with { Group = "\ngold\nvip\n" }, Day(1, 3, "rude") with { Group = "\ngold\n" }, Day(1, 1) with { Group = "" } };

        var groups = VoiceGroups.Of(VoiceBy.Segment, [.. counts], CompiledDefinitions.Empty);

        Assert.Equal([("gold", 5L), ("vip", 2L), ("In no segment", 1L)], groups.Select(g => (g.Name, g.Count)));
        Assert.Equal(["rude", "late"], groups[0].Reasons);
        Assert.Null(groups[2].Id);
    }
}
