using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Console.Board;

namespace CxOrchestrator.Console.Tests.Board;

public class BoardModelTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    private static BoardRow Row(string customer, double risk, long version = 1) => new()
    {
        Customer = customer,
        Segments = [],
        Risk = risk,
        Mood = -0.4,
        MoodTrail = [],
        Since = Start,
        Version = version,
    };

    private static BoardTotals Totals => new()
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

    private static BoardModel Loaded(params BoardRow[] rows)
    {
        var board = new BoardModel();
        board.Reset(
            new BoardSnapshot
            {
                Rows = rows,
                Totals = Totals,
                Facets = new BoardFacets { Journeys = [], Stages = [], Causes = [], Segments = [] },
                Number = 1,
                Pulse = new LivePulse { JourneyNow = Start, JourneySpeed = 1, Totals = Totals },
            },
            "-risk");
        return board;
    }

    private static BoardChanges Changes(BoardRow[] rows, params string[] gone) => new() { Number = 2, Rows = rows, Gone = gone };

    private static IEnumerable<string> Shown(BoardModel board) => board.Shown.Select(r => r.Row.Customer);

    [Fact]
    public void Reset_Snapshot_ShowsItInOrderWithoutGlow()
    {
        var board = Loaded(Row("b", 50), Row("a", 90));

        Assert.Equal(["a", "b"], Shown(board));
        Assert.All(board.Shown, r => Assert.Equal(0, r.Glow));
    }

    [Fact]
    public void Apply_ChangedRow_ChangesInPlaceAndMovesOnlyWhenSettled()
    {
        var board = Loaded(Row("a", 90), Row("b", 50));

        board.Apply(Changes([Row("b", 99, 2)]));

        Assert.Equal(["a", "b"], Shown(board));
        Assert.Equal(99, board.Shown[1].Row.Risk);
        Assert.Equal(1, board.Shown[1].Glow);
        Assert.True(board.Settle());
        Assert.Equal(["b", "a"], Shown(board));
        Assert.False(board.Settle());
    }

    [Fact]
    public void Settle_PointerOnTheRows_MovesNothingAndCountsWhoComes()
    {
        var board = Loaded(Row("a", 90));
        board.Held = true;

        board.Apply(Changes([Row("c", 95)], "a"));

        Assert.False(board.Settle());
        Assert.Equal(["a"], Shown(board));
        Assert.True(board.Shown[0].Gone);
        Assert.Equal(1, board.Coming);
        board.Held = false;
        Assert.True(board.Settle());
        Assert.Equal(["c"], Shown(board));
        Assert.Equal(0, board.Coming);
    }

    [Fact]
    public void Pause_ChangesMeanwhile_AreCountedByCustomerAndShownAfter()
    {
        var board = Loaded(Row("a", 90));
        board.Pause(true);

        board.Apply(Changes([Row("b", 95)]));
        board.Apply(Changes([Row("b", 96), Row("a", 91)]));

        Assert.Equal(2, board.Waiting);
        Assert.Equal(90, board.Shown[0].Row.Risk);
        board.Pause(false);
        Assert.Equal(["b", "a"], Shown(board));
        Assert.Equal(0, board.Waiting);
    }

    [Theory]
    [InlineData("-risk", "b,a")]
    [InlineData("risk", "a,b")]
    [InlineData("customer", "a,b")]
    [InlineData("-customer", "b,a")]
    public void Order_ByItsWord_SortsSo(string sort, string expected) =>
        Assert.Equal(expected, string.Join(',', new[] { Row("a", 10), Row("b", 20) }.Order(BoardOrder.For(sort)).Select(r => r.Customer)));
}
