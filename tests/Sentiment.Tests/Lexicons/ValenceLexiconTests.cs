using CxOrchestrator.Sentiment.Languages;
using CxOrchestrator.Sentiment.Lexicons;
using CxOrchestrator.Sentiment.Tokens;

namespace CxOrchestrator.Sentiment.Tests.Lexicons;

/// <summary>Figures worked out by hand from the rules of the paper: x / sqrt(x² + 15).</summary>
public class ValenceLexiconTests
{
    private static readonly LanguageWords Words = new(PackText.Words("words.txt", "negators: not\nbut: but\nboosters: very\ndampeners: barely"));

    private static readonly ValenceLexicon Lexicon = ValenceLexicon.Parse("valence.txt", "good\t1.9\nbad\t-2.5");

    [Theory]
    [InlineData("good", 1.9)]
    [InlineData("bad", -2.5)]
    [InlineData("very good", 1.9 + 0.293)]
    [InlineData("barely bad", -2.5 + 0.293)]
    [InlineData("very much good", 1.9 + (0.95 * 0.293))]
    [InlineData("not good", -0.74 * 1.9)]
    [InlineData("it is GOOD", 1.9 + 0.733)]
    [InlineData("IT IS GOOD", 1.9)]
    [InlineData("good!", 1.9 + 0.292)]
    [InlineData("bad! bad! bad! bad! bad!", -12.5 - (4 * 0.292))]
    [InlineData("good but bad", (0.5 * 1.9) - (1.5 * 2.5))]
    [InlineData("table", 0)]
    public void Weigh_Rules_GiveTheCompound(string text, double sum)
    {
        using var tokens = Tokenizer.Split(text);

        Assert.Equal(sum / Math.Sqrt((sum * sum) + 15), Lexicon.Weigh(tokens, Words, []).Compound, 9);
    }

    [Fact]
    public void Weigh_WordPassedOver_CountsNothing()
    {
        using var tokens = Tokenizer.Split("good bad");

        Assert.True(Lexicon.Weigh(tokens, Words, [false, true]).Compound > 0);
    }
}
