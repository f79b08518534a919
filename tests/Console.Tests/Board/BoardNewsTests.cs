using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Console.Board;

namespace CxOrchestrator.Console.Tests.Board;

public class BoardNewsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    private static BoardRow Row(string customer, int minute, DoingView? doing = null, bool low = true) => new()
    {
        Customer = customer,
        Segments = [],
        Risk = 70,
        Mood = -0.4,
        MoodTrail = [],
        Cause = low ? new CauseView { Kind = "feedback", Text = "Rated 1 of 5", Type = "review.submitted", Weight = 1, At = Start } : null,
        Since = Start.AddMinutes(minute),
        Doing = doing,
        Version = minute,
    };

    private static DoingView Doing(int minute, string status = "decided") => new()
    {
        Action = "a",
        Kind = "callback",
        Policy = "p",
        PolicyName = "Call",
        Status = status,
        At = Start.AddMinutes(minute),
    };

    private static BoardNews Loaded(params BoardRow[] rows)
    {
        var totals = new BoardTotals
        {
            AtRisk = 1,
            AtRiskChange = 0,
            Matching = 1,
            CasesOpen = 0,
            CasesOverdue = 0,
            LedgerBalanced = true,
            Waiting = 0,
            TouchpointsPerSecond = 0,
            SendingStopped = false,
        };
        var news = new BoardNews();
        news.Reset(new BoardSnapshot
        {
            Rows = rows,
            Totals = totals,
            Facets = new BoardFacets { Journeys = [], Stages = [], Causes = [], Segments = [] },
            Number = 1,
            Pulse = new LivePulse { JourneyNow = Start, JourneySpeed = 1, Totals = totals },
        });
        return news;
    }

    private static void Apply(BoardNews news, BoardRow[] rows, params string[] gone) =>
        news.Apply(new BoardChanges { Number = 2, Rows = rows, Gone = gone }, Start.AddHours(1));

    private static IEnumerable<string> Shown(BoardNews news) => news.Shown.Select(n => n.Row.Customer);

    [Fact]
    public void Reset_Snapshot_ShowsTheLatestLowPoints() =>
        Assert.Equal(["d", "c", "b"], Shown(Loaded(Row("a", 1), Row("b", 2), Row("c", 3), Row("d", 4), Row("e", 5, low: false))));

    [Fact]
    public void Apply_LowPointOpens_ComesFirstOnceSettled()
    {
        var news = Loaded(Row("a", 1));
        Apply(news, [Row("b", 2)]);
        Assert.Equal(["a"], Shown(news));
        Assert.True(news.Settle());
        Assert.Equal(["b", "a"], Shown(news));
        Assert.False(news.Settle());
    }

    [Fact]
    public void Apply_OtherChangeOfAKnownLowPoint_IsNoNews()
    {
        var news = Loaded(Row("a", 1));
        Apply(news, [Row("a", 1) with { Risk = 80 }]);
        Assert.False(news.Settle());
    }

    [Fact]
    public void Apply_PolicyActs_ShowsTheAnswer()
    {
        var news = Loaded(Row("a", 1));
        Assert.Null(news.Shown[0].Answer);
        Apply(news, [Row("a", 1, Doing(1))]);
        Assert.True(news.Settle());
        Assert.Equal("Call", news.Shown[0].Answer?.PolicyName);
    }

    [Fact]
    public void Answer_ActionFromBeforeTheLowPoint_IsNone() => Assert.Null(Loaded(Row("a", 5, Doing(1))).Shown[0].Answer);

    [Fact]
    public void Apply_CustomerLeaves_IsToldInPlaceOfTheLowPoint()
    {
        var news = Loaded(Row("a", 1));
        Apply(news, [], "a");
        news.Settle();
        Assert.True(Assert.Single(news.Shown).Left);
    }

    [Fact]
    public void Settle_Held_NothingMoves()
    {
        var news = Loaded(Row("a", 1));
        news.Held = true;
        Apply(news, [Row("b", 2)]);
        Assert.False(news.Settle());
        Assert.Equal(["a"], Shown(news));
    }
}
