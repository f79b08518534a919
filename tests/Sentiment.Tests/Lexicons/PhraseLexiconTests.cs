using CxOrchestrator.Sentiment.Languages;
using CxOrchestrator.Sentiment.Lexicons;
using CxOrchestrator.Sentiment.Tokens;

namespace CxOrchestrator.Sentiment.Tests.Lexicons;

public class PhraseLexiconTests
{
    private static readonly LanguageWords Words = new(PackText.Words("words.txt", "negators: not never\nbut: but"));

    private static readonly PhraseLexicon Lexicon = PhraseLexicon.Parse("domain.txt", "late\t-2\tdelay*\nlate\t-1.5\twhere is my\nlost\t-2\twhere is my bag*\nlate\t-2\tstill _ wait*\nlate\t-2\tstill not\npraise\t3\tgood");

    [Theory]
    [InlineData("delayed", "late -2")]
    [InlineData("where is my parcel", "late -1.5")]
    [InlineData("where is my baggage", "lost -2")]
    [InlineData("still have been waiting", "late -2")]
    [InlineData("still, we wait", "")]
    [InlineData("still I do not want waiting", "")]
    [InlineData("not good", "praise -2.1")]
    [InlineData("not bad, good", "praise 3")]
    [InlineData("not bad but good", "praise 3")]
    [InlineData("not delayed", "late 0.6")]
    [InlineData("it is still not here", "late -2")]
    public void Find_Text_GivesTheLongestPhraseAndItsWeight(string text, string expected)
    {
        using var tokens = Tokenizer.Split(text);
        var matches = new List<PhraseMatch>();

        Lexicon.Find(tokens, Words, matches);

        Assert.Equal(expected, string.Join(", ", matches.Select(m => FormattableString.Invariant($"{m.Phrase.Reason} {Math.Round(m.Weight, 2)}"))));
    }

    [Theory]
    [InlineData("late\t-2")]
    [InlineData("late\tmuch\tdelay*")]
    [InlineData("late\t-2\t_ wait")]
    [InlineData("late\t-2\tstill _")]
    public void Parse_LineOfAnotherForm_NamesIt(string line) =>
        Assert.Contains("domain.txt, line 2", Assert.Throws<InvalidDataException>(() => PhraseLexicon.Parse("domain.txt", $"# remark\n{line}")).Message, StringComparison.Ordinal);
}
