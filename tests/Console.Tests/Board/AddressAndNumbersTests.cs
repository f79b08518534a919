using CsCheck;
using CxOrchestrator.Api.Board;
using CxOrchestrator.Console.Board;
using CxOrchestrator.Console.Live;

namespace CxOrchestrator.Console.Tests.Board;

public class AddressAndNumbersTests
{
    private static readonly Gen<string?> AnyText = Gen.OneOf(Gen.Const((string?)null), Gen.String[Gen.Char.AlphaNumeric, 1, 12].Select(s => (string?)s), Gen.Const((string?)"Größe & mehr? #1/2+3"));

    [Fact]
    public void Parse_AnyFiltersAddress_GivesTheFilter() =>
        Gen.Select(AnyText, AnyText, AnyText, AnyText, Gen.Bool).Sample((journey, stage, cause, search, claimed) =>
        {
            var filter = new BoardFilter { Journey = journey, Stage = stage, Cause = cause, Search = search, Claimed = claimed, Sort = claimed ? "mood" : "-risk" };
            return BoardAddress.Parse("http://127.0.0.1:5080/" + BoardAddress.Of(filter)) == filter && BoardAddress.Parse(BoardAddress.Of(filter)) == filter;
        });

    [Fact]
    public void Of_DefaultFilter_IsTheBareAddress() => Assert.Equal("board", BoardAddress.Of(new BoardFilter()));

    [Fact]
    public void Take_Numbers_TellsNextOldAndGap()
    {
        var guard = new NumberGuard(5);

        Assert.Equal(NumberAnswer.Old, guard.Take(5));
        Assert.Equal(NumberAnswer.Next, guard.Take(6));
        Assert.Equal(NumberAnswer.Gap, guard.Take(8));
        Assert.Equal(NumberAnswer.Next, guard.Take(7));
    }
}
