using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Tests.Lexicons;

/// <summary>A team's own words and reasons.</summary>
public sealed class LexiconTests
{
    private const string Whole =
        "kind: lexicon\nwords:\n  en:\n    Doorstep Drama: -0.8\n    'spot on': 0.7\n  pt: {show: 1}\nreasons:\n  - name: packaging\n    phrases:\n      en: [crushed box, 'packag*', 'box _ open', '<num> dents']\n      pt: caixa amassada\n";

    private static ReadResult Read(string text) => DefinitionReader.Read([new DocumentSource("lexicon.yaml", text)]);

    private static string[] Errors(string text) => [.. Read(text).Errors.Select(e => e.ToString()["lexicon.yaml:".Length..])];

    [Fact]
    public void Read_WholeDocument_GivesWordsAndReasons()
    {
        var read = Read(Whole);

        Assert.Empty(read.Errors);
        var lexicon = read.Set!.Lexicon!;
        Assert.Equal([new LexiconWord("en", "doorstep drama", -0.8), new LexiconWord("en", "spot on", 0.7), new LexiconWord("pt", "show", 1)], lexicon.Words);
        Assert.Equal(["crushed box", "packag*", "box _ open", "<num> dents", "caixa amassada"], lexicon.Phrases.Select(p => p.Text));
        Assert.Equal(["packaging"], lexicon.Reasons);
        Assert.Equal(("lexicon", "lexicon"), (read.Documents[0].Kind, read.Documents[0].Id));
        Assert.Equal(8, lexicon.Version.Length);
    }

    [Fact]
    public void Version_ChangesWithAWord_AndNotWithTheirOrder()
    {
        var version = Read(Whole).Set!.Lexicon!.Version;

        Assert.NotEqual(version, Read(Whole.Replace("0.7", "0.8", StringComparison.Ordinal)).Set!.Lexicon!.Version);
        Assert.NotEqual(version, Read(Whole.Replace("crushed", "broken", StringComparison.Ordinal)).Set!.Lexicon!.Version);
        Assert.Equal(version, Read(Whole.Replace("[crushed box, 'packag*'", "['packag*', crushed box", StringComparison.Ordinal)).Set!.Lexicon!.Version);
    }

    [Fact]
    public void Read_SetWithoutOne_HasNone() => Assert.Null(Read("kind: segment\nid: s\nname: S\nwhen: {mood: {below: 0}}\n").Set!.Lexicon);

    [Theory]
    [InlineData("kind: lexicon\n", "1:1: a lexicon has words, reasons or both")]
    [InlineData("kind: lexicon\nwords: {de: {gut: 1}}\n", "2:9: texts are read in en and pt, not in 'de'")]
    [InlineData("kind: lexicon\nwords: {en: {bad: -2}}\n", "2:19: 'bad' goes from -1 to 1; -2 is outside")]
    [InlineData("kind: lexicon\nwords: {en: [bad]}\n", "2:13: the words of a language are a group, each with its sentiment, like dreadful: -0.8")]
    [InlineData("kind: lexicon\nwords: [bad]\n", "2:8: 'words' is a group of languages, like words: {en: {dreadful: -0.8}}")]
    [InlineData("kind: lexicon\nwords:\n  en:\n    4 out of 5: 1\n", "4:5: '4' is no word of a text; write letters, <num> for a number, * at the end of a word for any ending")]
    [InlineData("kind: lexicon\nwords:\n  en:\n    Bad: -1\n    bad: -0.5\n", "5:5: 'bad' appears twice; capitals and spaces make no difference")]
    [InlineData("kind: lexicon\nreasons:\n  - name: box\n", "3:5: 'phrases' is missing; a reason needs it")]
    [InlineData("kind: lexicon\nreasons:\n  - name: Box\n    phrases: {en: a}\n", "3:5: 'Box' cannot be a reason; use lower-case letters, digits and dashes, at most 100, like damaged-box")]
    [InlineData("kind: lexicon\nreasons:\n  - {name: box, phrases: {en: [_ a]}}\n", "3:32: a gap (_) stands between words, not at an end")]
    [InlineData("kind: lexicon\nreasons:\n  - {name: box, phrases: {en: [a b c d e f g]}}\n", "3:32: a phrase has 1 to 6 words")]
    [InlineData("kind: lexicon\nreasons:\n  - {name: box, phrases: {en: [a]}}\n  - {name: bag, phrases: {en: [A]}}\n", "4:32: 'a' appears twice; a phrase names one reason")]
    [InlineData("kind: lexicon\nreasons:\n  - {name: box, phrases: {en: [a]}}\n  - {name: box, phrases: {en: [b]}}\n", "4:6: the reason 'box' appears twice; keep its phrases together")]
    public void Read_WrongDocument_NamesThePlace(string text, string error) => Assert.Equal([error], Errors(text));

    [Fact]
    public void Read_Two_IsRefused() => Assert.Single(Errors("kind: lexicon\nwords: {en: {a: 1}}\n---\nkind: lexicon\nwords: {en: {b: 1}}\n"));
}
