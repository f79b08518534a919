using static CxOrchestrator.Definitions.Tests.Hostile.Hostile;

namespace CxOrchestrator.Definitions.Tests.Hostile;

/// <summary>Numbers, durations, dates and patterns that are more than they seem.</summary>
public sealed class HostileValueTests
{
    private const string Segment = "kind: segment\nid: s\nname: S\nwhen:\n";

    [Theory]
    [InlineData("  mood: 1e309\n", 5, 9, "'mood' is a number and cannot be compared with '1e309'; write a number")]
    [InlineData("  mood: -1e308\n", 5, 9, "'mood' goes from -1 to 1; -1e308 is outside")]
    [InlineData("  mood: .inf\n", 5, 9, "'mood' is a number and cannot be compared with '.inf'; write a number")]
    [InlineData("  mood: .nan\n", 5, 9, "'mood' is a number and cannot be compared with '.nan'; write a number")]
    [InlineData("  mood: 0x7fffffffffffffff\n", 5, 9, "'mood' is a number and cannot be compared with '0x7fffffffffffffff'; write a number")]
    [InlineData("  time.month: 99999999999999999999999999\n", 5, 15, "'time.month' goes from 1 to 12; 99999999999999999999999999 is outside")]
    [InlineData("  time.date: 9999999-99-99\n", 5, 14, "'9999999-99-99' is no date; write it like 2026-12-24")]
    [InlineData("  time.date: 2026-02-30\n", 5, 14, "'2026-02-30' is no date; write it like 2026-12-24")]
    [InlineData("  time.ofDay: \"99:99\"\n", 5, 15, "'99:99' is no time of day; write hours and minutes in quotes")]
    [InlineData("  count: {of: a, atLeast: 2147483648, within: 1d}\n", 5, 27, "'atLeast' goes from 1 to")]
    [InlineData("  count: {of: a, atLeast: 1, within: 999999999999 weeks}\n", 5, 38, "'within' goes from 1 second to")]
    [InlineData("  count: {of: a, atLeast: 1, within: P999999999W}\n", 5, 38, "'within' goes from 1 second to")]
    [InlineData("  count: {of: a, atLeast: 1, within: 99999999999999999999d}\n", 5, 38, "'99999999999999999999d' is no duration; write it like '3 days'")]
    [InlineData("  count: {of: a, atLeast: 1, within: -5 days}\n", 5, 38, "'-5 days' is no duration; write it like '3 days'")]
    [InlineData("  count: {of: a, atLeast: 1, within: 1 month}\n", 5, 38, "month have no fixed length; write days")]
    public void Read_ValuesBeyondAnyBound_AreRefused(string when, int line, int column, string message) => AssertRefused(Segment + when, line, column, message);

    [Fact]
    public void Read_ANumberOfAHundredThousandDigits_IsRefused()
    {
        var first = Refused(Segment + $"  mood: {new string('9', 100_000)}\n")[0];

        Assert.Equal((5, 9), (first.Line, first.Column));
        Assert.Contains("'mood' is a number and cannot be compared with '99999", first.Message, StringComparison.Ordinal);
    }

    // No document holds patterns: what looks like one is a text like any other, or a comparison that does not exist.
    [Theory]
    [InlineData("matches")]
    [InlineData("regex")]
    [InlineData("pattern")]
    public void Read_AnEndlessPattern_IsNoComparison(string comparison) =>
        AssertRefused(Segment + $"  customer.email: {{{comparison}: \"(a+)+$\"}}\n", 5, 20, $"unknown field '{comparison}'; a comparison can have is, isNot");

    // The forms of durations, zones, ids and the like are patterns of our own: texts made to have them go back again and again.
    [Theory]
    [InlineData("  count: {of: a, atLeast: 1, within: \"#\"}\n", "1 d 1 d 1 d 1 d 1 d 1 d 1 d 1 d 1 d 1 d 1 d 1 d 1 d 1 d !")]
    [InlineData("  count: {of: a, atLeast: 1, within: \"#\"}\n", "11111111111111111111111111111111111111111111111111111111111!")]
    public void Read_TextsThatPatternsDread_AreRefusedAtOnce(string when, string text) =>
        AssertRefused(Segment + when.Replace("#", text, StringComparison.Ordinal), 5, 38, "is no duration; write it like '3 days'");

    [Theory]
    [InlineData("kind: segment\nid: \"#\"\nname: S\nwhen: {mood: 0}\n", 2, 5, "'id' has 500001 characters; the most are 100")]
    [InlineData("kind: journey\nid: j\nname: J\ntimeZone: \"#\"\nstages: [{id: a, name: A, enter: a}]\n", 4, 11, "characters; the most are")]
    [InlineData("kind: template\nid: t\nname: T\nfallback: en\nlanguages: {en: {text: x}, \"#\": {text: y}}\n", 5, 29, "is no language; write it like en or pt-BR")]
    public void Read_FormsOfHalfAMebibyte_AreRefusedAtOnce(string text, int line, int column, string message)
    {
        var errors = Refused(text.Replace("#", Repeat("a-", 250_000) + "!", StringComparison.Ordinal));

        Assert.Contains(errors, e => e.Line == line && e.Message.Contains(message, StringComparison.Ordinal));
        Assert.True(column > 0);
    }
}
