using static CxOrchestrator.Definitions.Tests.Hostile.Hostile;

namespace CxOrchestrator.Definitions.Tests.Hostile;

/// <summary>Names that are not what they look like, or that lead elsewhere.</summary>
public sealed class HostileNameTests
{
    private const string Rest = "when: {mood: 0}\n";

    [Theory]
    [InlineData("kind: segment\nid: s\nname: gold\u202Edlog\n" + Rest, 3, 11, "an invisible character (U+202E) that no document may have; remove it")]
    [InlineData("kind: segment\nid: s\nname: S # \u2066if\u2069\n" + Rest, 3, 11, "an invisible character (U+2066) that no document may have; remove it")]
    [InlineData("kind: segment\nid: s\nname: \"gold\\u202Edlog\"\n" + Rest, 3, 7, "'name' holds an invisible character (U+202E); a name is one line of visible characters, so remove it")]
    [InlineData("{\"kind\": \"segment\", \"id\": \"s\", \"name\": \"a\\u0000b\", \"when\": {\"mood\": 0}}", 1, 40, "'name' holds an invisible character (U+0000)")]
    [InlineData("kind: segment\nid: s\nname: \"two\\nlines\"\n" + Rest, 3, 7, "'name' holds an invisible character (U+000A)")]
    [InlineData("kind: segment\nid: s\nname: \"\\u200B\"\n" + Rest, 3, 7, "'name' holds an invisible character (U+200B)")]
    [InlineData("kind: segment\nid: s\nname: S\nwhen: {\"customer.ti\\u200Ber\": 1}\n", 4, 8, "holds an invisible character (U+200B); remove it")]
    [InlineData("kind: segment\nid: s\nname: S\nwhen: {count: {of: \"order\\u200B.placed\", atLeast: 1, within: 1d}}\n", 4, 20, "holds an invisible character (U+200B); remove it")]
    [InlineData("kind: policy\nid: p\nname: P\non: {touchpoint: a}\ndo: {message: {channel: \"em\\u200Bail\", text: x}}\n", 5, 25, "'channel' holds an invisible character (U+200B); remove it")]
    public void Read_HiddenCharacters_AreRefused(string text, int line, int column, string message) => AssertRefused(text, line, column, message);

    // Persian and Urdu part letters with a mark that is not seen, and emoji of families are joined with another.
    [Theory]
    [InlineData("می\u200Cخواهم")]
    [InlineData("👩\u200D👧")]
    [InlineData("Zoë \u200Fשלום")]
    public void Read_MarksThatScriptsNeed_AreRead(string name) =>
        Assert.Empty(DefinitionReader.Read([new("x.yaml", $"kind: segment\nid: s\nname: {name}\n{Rest}")]).Errors);

    [Fact]
    public void Read_CharactersThatSteerATerminal_AreToldByTheirCodes()
    {
        var error = Assert.Single(Refused("kind: segment\nid: s\nname: S\n\"\\e[2J\\r\\u202Ewhen\": 1\n" + Rest));

        Assert.StartsWith("unknown field '<U+001B>[2J<U+000D><U+202E>when'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AFileNameThatSteersATerminal_IsToldByItsCodes() =>
        Assert.Equal("a<U+001B>[2J.yaml", Assert.Single(DefinitionReader.Read([new("a\u001B[2J.yaml", "x")]).Errors).File);

    [Theory]
    [InlineData("../../x")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../b")]
    [InlineData("..\\\\..\\\\x")]
    [InlineData("C:\\\\x")]
    [InlineData("a\\u0000b")]
    [InlineData("a b")]
    [InlineData("%2e%2e%2fx")]
    [InlineData("оrder")]
    [InlineData("order\\n")]
    public void Read_IdsThatLeadElsewhere_AreRefused(string id) =>
        AssertRefused($"kind: segment\nid: \"{id}\"\nname: S\n" + Rest, 2, 5, "cannot be an id; use letters, digits, dots, dashes and underscores, beginning with a letter or digit");

    [Fact]
    public void Read_IdsThatDifferInCapitals_AreRefused() => AssertRefused(
        "kind: segment\nid: gold\nname: S\n" + Rest + "---\nkind: segment\nid: Gold\nname: S\n" + Rest, 7, 1,
        "the segment 'Gold' differs from 'gold' in x.yaml on line 2 only in its capitals; give this one another id");

    [Fact]
    public void Read_IdsThatDifferInCapitalsAcrossKinds_AreRead() => Assert.Empty(DefinitionReader.Read(
        [new("x.yaml", "kind: segment\nid: gold\nname: S\n" + Rest + "---\nkind: template\nid: Gold\nname: T\nfallback: en\nlanguages: {en: {text: x}}\n")]).Errors);
}
