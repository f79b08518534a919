using System.Text;
using static CxOrchestrator.Definitions.Tests.Hostile.Hostile;

namespace CxOrchestrator.Definitions.Tests.Hostile;

/// <summary>Documents that are too deep, too large or grow when they are read.</summary>
public sealed class HostileStructureTests
{
    private const string Segment = "kind: segment\nid: s\nname: S\nwhen: ";
    private const string TooDeep = "nested deeper than 32 levels; make it flatter, or name a part of it as a segment";

    [Fact]
    public void Read_TenThousandGroupsInJson_AreRefused() => AssertRefused(
        "{\"kind\": \"segment\", \"id\": \"s\", \"name\": \"S\", \"when\": " + Repeat("{\"all\": [", 10_000) + "{\"mood\": 0}" + Repeat("]}", 10_000) + "}", 1, 196, TooDeep);

    [Fact]
    public void Read_TenThousandGroupsInBrackets_AreRefused() =>
        AssertRefused(Segment + Repeat("{all: [", 10_000) + "{mood: 0}" + Repeat("]}", 10_000) + "\n", 4, 118, TooDeep);

    [Fact]
    public void Read_TenThousandListsInOneLine_AreRefused() =>
        AssertRefused("kind: segment\nid: s\nname: S\nwhen:\n  all:\n    " + Repeat("- ", 10_000) + "mood: 0\n", 6, 65, TooDeep);

    [Fact]
    public void Read_AThousandIndentedGroups_AreRefused()
    {
        var text = new StringBuilder("kind: segment\nid: s\nname: S\nwhen:\n");
        for (var depth = 1; depth <= 1_000; depth++)
        {
            text.Append(' ', depth).Append("all:\n");
        }

        AssertRefused(text.ToString(), 36, 33, TooDeep);
    }

    [Fact]
    public void Read_TenThousandIndentedGroups_AreTooLarge()
    {
        var text = new StringBuilder("kind: segment\nid: s\nname: S\nwhen:\n");
        for (var depth = 1; depth <= 10_000; depth++)
        {
            text.Append(' ', depth).Append("all:\n");
        }

        AssertRefused(text.ToString(), 1, 1, "larger than 1 MiB; part it into several files");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("{a: ")]
    [InlineData("[{")]
    [InlineData("&a [")]
    [InlineData("!!map {")]
    [InlineData("\"a\": ")]
    [InlineData("a,")]
    [InlineData("*a ")]
    [InlineData("'")]
    [InlineData("%")]
    [InlineData("a: b: ")]
    [InlineData("--- a\n")]
    [InlineData("a:\n")]
    [InlineData("- |\n")]
    [InlineData("\"\\x41\"\n")]
    [InlineData("<<: ")]
    public void Read_AMebibyteOfOneSign_IsRefused(string sign) => Refused(Repeat(sign, DefinitionReader.FileBytesMax / sign.Length));

    [Fact]
    public void Read_BillionLaughs_IsRefusedWithoutGrowing()
    {
        var text = new StringBuilder("lol0: &lol0 lol\n");
        for (var i = 1; i < 30; i++)
        {
            text.Append($"lol{i}: &lol{i} [{string.Join(", ", Enumerable.Repeat($"*lol{i - 1}", 10))}]\n");
        }

        text.Append("kind: segment\n");
        var errors = Refused(text.ToString());

        Assert.Contains(errors, e => (e.Line, e.Column) == (1, 7) && e.Message == "anchors (&lol0) are not read; remove it and write the value out where it is needed");
        Assert.Contains(errors, e => (e.Line, e.Column) == (2, 14) && e.Message == "aliases (*lol0) are not read; write the value out");
    }

    [Fact]
    public void Read_AnAliasToItself_IsRefused() =>
        AssertRefused("kind: segment\nid: s\nname: S\nwhen: &w {all: [*w]}\n", 4, 7, "anchors (&w) are not read");

    [Fact]
    public void Read_SegmentsThatLaugh_AreRefused()
    {
        // Each names the next ten times: 10^50 conditions.
        var text = new StringBuilder();
        for (var i = 0; i < 50; i++)
        {
            text.Append($"---\nkind: segment\nid: s{i}\nname: S\nwhen:\n  any: [{string.Join(", ", Enumerable.Repeat(i == 49 ? "{mood: 0}" : $"{{segment: s{i + 1}}}", 10))}]\n");
        }

        AssertRefused(text.ToString(), 5, 1, "more than 1,000 conditions, those of its segments included; make it simpler");
    }

    [Fact]
    public void Read_ARingOfTenThousandSegments_IsRefused()
    {
        var text = Enumerable.Range(0, 10_000).Select(i => $"---\nkind: segment\nid: s{i}\nname: S\nwhen: {{segment: s{(i + 1) % 10_000}}}\n");

        Assert.Contains(Refused(string.Concat(text)), e => e.Message.StartsWith("segments go in a circle: s0 > s1 > ", StringComparison.Ordinal) && e.Message.EndsWith("take this one out", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_AHundredThousandConditionsInOneGroup_AreRefused() =>
        AssertRefused(Segment + "\n  all: [" + Repeat("mood: 0,", 100_000) + "mood: 0]\n", 5, 266_649, "more than 100,000 values in one document; part it into several");

    [Fact]
    public void Read_ManyConditionsWithoutBraces_AreRefusedWhereTheyStand() =>
        AssertRefused(Segment + "\n  all: [" + Repeat("mood: 0,", 200) + "mood: 0]\n", 5, 1_609, "'all' has 201 conditions; the most are 200");

    [Fact]
    public void Read_ThirtyThousandConditionsInOneList_AreRefused() =>
        AssertRefused(Segment + "\n  all:\n" + Repeat("    - {mood: 0}\n", 30_000), 206, 7, "'all' has 30000 conditions; the most are 200");

    [Fact]
    public void Read_ThirtyThousandFieldsInOneGroup_AreRefused() =>
        AssertRefused(
            Segment + "\n" + string.Concat(Enumerable.Range(0, 30_000).Select(i => $"  customer.a{i}: 1\n")), 205, 3, "30000 entries in one group; the most are 200");

    [Fact]
    public void Read_AFieldOfAMebibyte_IsRefusedInAFewWords() =>
        AssertRefused("kind: segment\n" + new string('x', 1_000_000) + ": 1\n", 2, 1, "this does not fit here: check that the line is indented like its neighbours");

    [Fact]
    public void Read_AFileOverItsBound_IsRefusedUnread() =>
        AssertRefused("kind: segment\n" + Repeat("[", 20_000_000), 1, 1, "larger than 1 MiB; part it into several files");

    [Fact]
    public void Read_UnknownFields_AreTold() =>
        AssertRefused(Segment + "{mood: 0}\nwhenn: {mood: 0}\n", 5, 1, "unknown field 'whenn'; did you mean 'when'?");

    [Fact]
    public void Read_FieldsOfOtherLanguages_AreTold() =>
        AssertRefused("kind: segment\n__proto__: {polluted: true}\nid: s\nname: S\nwhen: {mood: 0}\n", 2, 1, "unknown field '__proto__'; a segment can have kind, id, name, when, listed");

    [Theory]
    [InlineData(Segment + "{mood: 0}\nwhen: {mood: 1}\n", 5, 1, "'when' appears twice, first on line 4; keep one")]
    [InlineData("{\"kind\": \"segment\", \"id\": \"s\", \"id\": \"t\", \"name\": \"S\", \"when\": {\"mood\": 0}}", 1, 32, "'id' appears twice, first on line 1; keep one")]
    [InlineData("kind: segment\nkind: policy\nid: s\nname: S\nwhen: {mood: 0}\n", 2, 1, "'kind' appears twice, first on line 1; keep one")]
    [InlineData(Segment + "{customer.a: 1, customer.a: 2}\n", 4, 23, "'customer.a' appears twice, first on line 4; put both under all:")]
    public void Read_FieldsTwice_AreRefused(string text, int line, int column, string message) => AssertRefused(text, line, column, message);
}
