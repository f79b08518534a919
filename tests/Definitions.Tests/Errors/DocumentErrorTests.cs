namespace CxOrchestrator.Definitions.Tests.Errors;

public sealed class DocumentErrorTests
{
    private const string Segment = "kind: segment\nid: s\nname: S\n";

    [Theory]
    [InlineData("▸name: x\n", "'kind' is missing; begin the document with kind: journey, segment, policy, template, form, connection, provider, source, settings, guardrails or lexicon")]
    [InlineData("kind: ▸jurney\nid: x\n", "did you mean 'journey'?")]
    [InlineData("kind: ▸thing\nid: x\n", "unknown kind 'thing'; there are journey, segment, policy, template, form, connection, provider, source, settings, guardrails, lexicon")]
    [InlineData("kind:▸\nid: x\n", "unknown kind; there are")]
    [InlineData("▸- kind: segment\n", "a document is a group of fields")]
    [InlineData("▸hello\n", "a document is a group of fields")]
    [InlineData("kind: settings\n▸moodHalfLive: 1 day\n", "unknown field 'moodHalfLive'; did you mean 'moodHalfLife'?")]
    [InlineData("kind: settings\n▸colour: red\n", "unknown field 'colour'; settings can have kind, moodHalfLife")]
    [InlineData("kind: settings\nneutralWeight: 1\n▸neutralWeight: 2\n", "'neutralWeight' appears twice, first on line 2; keep one")]
    [InlineData("kind: settings\n▸neutralWeight:\n", "'neutralWeight' has no value")]
    [InlineData("kind: settings\nneutralWeight: ▸0\n", "'neutralWeight' goes from 0.01 to 100; 0 is outside")]
    [InlineData("kind: settings\nneutralWeight: ▸much\n", "'neutralWeight' is a number from 0.01 to 100, not 'much'")]
    [InlineData("kind: settings\nneutralWeight: ▸[1]\n", "'neutralWeight' is a number from 0.01 to 100, not a list")]
    [InlineData("kind: settings\nneutralWeight: ▸\"1\"\n", "write 1 without quotes")]
    [InlineData("kind: settings\nneutralWeight: ▸1e999\n", "'neutralWeight' is a number")]
    [InlineData("kind: settings\nneutralWeight: ▸.inf\n", "'neutralWeight' is a number")]
    [InlineData("kind: settings\nmoodHalfLife: ▸0 days\n", "'moodHalfLife' goes from 1 minute to 366 days; '0 days' is outside")]
    [InlineData("kind: settings\nmoodHalfLife: ▸400 days\n", "'400 days' is outside")]
    [InlineData("kind: settings\nmoodHalfLife: ▸7\n", "'7' has no unit; write '7 days'")]
    [InlineData("kind: settings\nmoodHalfLife: ▸7 dyas\n", "'dyas' is no unit of time; did you mean 'days'?")]
    [InlineData("kind: settings\nmoodHalfLife: ▸2 months\n", "months have no fixed length; write days")]
    [InlineData("kind: settings\nmoodHalfLife: ▸P1M\n", "no fixed length")]
    [InlineData("kind: settings\nmoodHalfLife: ▸soon\n", "'soon' is no duration; write it like '3 days'")]
    [InlineData("kind: settings\nmoodHalfLife: ▸{days: 3}\n", "is a duration, not a group of fields")]
    [InlineData("kind: settings\nrisk: ▸high\n", "risk is a group of fields")]
    [InlineData("kind: settings\nrisk: {mood: ▸101}\n", "'mood' goes from 0 to 100")]
    [InlineData("kind: settings\nrisk: {atRisk: ▸0}\n", "'atRisk' goes from 1 to 100")]
    [InlineData("kind: settings\nrisk:\n  silenceFrom: 9 days\n  ▸silenceFull: 3 days\n", "set silenceFull to the longer")]
    [InlineData("kind: settings\n---\n▸kind: settings\n", "settings are already defined in x.yaml on line 1; keep one")]
    [InlineData("kind: lexicon\nwords: {en: {meh: -0.2}}\n---\n▸kind: lexicon\nwords: {en: {meh: -0.2}}\n", "a lexicon is already defined in x.yaml on line 1; keep one lexicon document")]
    public void Read_BadDocument_SaysWhereAndHow(string marked, string message) => Marked.AssertErrors(marked, message);

    [Theory]
    [InlineData("▸id: s\nkind: segment\nwhen: {mood: 0}\n", "'name' is missing; a segment needs it")]
    [InlineData("kind: segment\nid: ▸a b\nname: S\nwhen: {mood: 0}\n", "'a b' cannot be an id; use letters")]
    [InlineData("kind: segment\nid: ▸[a]\nname: S\nwhen: {mood: 0}\n", "'id' is a single text, not a list")]
    [InlineData("kind: segment\nid: s\nname: ▸\"  \"\nwhen: {mood: 0}\n", "'name' is empty")]
    [InlineData(Segment + "when: {mood: 0}\n---\nkind: segment\n▸id: s\nname: T\nwhen: {mood: 0}\n", "the segment 's' is already defined in x.yaml on line 2; give this one another id")]
    [InlineData("▸kind: segment\nid: s\nname: S\n", "'when' is missing; a segment needs it")]
    public void Read_BadHead_SaysWhereAndHow(string marked, string message) => Marked.AssertErrors(marked, message);

    [Fact]
    public void Read_SameIdInTwoFiles_NamesTheOther()
    {
        const string Text = Segment + "when: {mood: 0}\n";

        var read = DefinitionReader.Read([new("a.yaml", Text), new("b.yaml", "# second\n" + Text)]);

        var error = Assert.Single(read.Errors);
        Assert.Equal(("b.yaml", 3, 1), (error.File, error.Line, error.Column));
        Assert.Contains("is already defined in a.yaml on line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ManyErrors_AllComeInOrder()
    {
        Marked.AssertErrors(
            """
            kind: settings
            ▸moodHalfLive: 1 day
            neutralWeight: ▸x
            ---
            kind: segment
            ▸idd: s
            name: ▸[]
            when: {▸moood: 1}
            ---
            kind: policy
            id: p
            name: P
            on: {touchpoint: ▸a b}
            do:
              - message: {channel: ▸e mail, text: "a ▸{b} c"}
            ---
            a: b▸: c
            """.Replace("kind: segment", "▸kind: segment", StringComparison.Ordinal),
            "moodHalfLive", "number", "'id' is missing", "did you mean 'id'", "single text", "did you mean 'mood'", "one word", "without spaces", "no field", "a second colon");
    }

    [Fact]
    public void Read_ErrorsInTwoFiles_OrderOfTheFiles()
    {
        var read = DefinitionReader.Read([new("z.yaml", "kind: settings\nx: 1\n"), new("a.yaml", "\n\nkind: nothing\n")]);

        Assert.Equal(["z.yaml:2:1", "a.yaml:3:7"], read.Errors.Select(e => $"{e.File}:{e.Line}:{e.Column}"));
    }
}
