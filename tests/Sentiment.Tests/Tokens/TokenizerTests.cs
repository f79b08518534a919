using CxOrchestrator.Sentiment.Tokens;

namespace CxOrchestrator.Sentiment.Tests.Tokens;

public class TokenizerTests
{
    [Theory]
    [InlineData("Hello World", "hello world")]
    [InlineData("soooo gooood", "soo good")]
    [InlineData("I can’t log-in", "i can't log in")]
    [InlineData("see https://example.com/a?b=c now", "see <url> now")]
    [InlineData("write to ana@example.com, please", "write to <url> please")]
    [InlineData("@shop my order AB1234 cost $50 and 20€ or R$ 30", "<user> my order <code> cost <money> and <money> or <money>")]
    [InlineData("waited 3hrs, 10:30 to 12.5", "waited <num> hrs <num> to <num>")]
    [InlineData("#NeverAgain #fail", "never again fail")]
    [InlineData("no!!! really?! why?", "no !! really ?! why ?")]
    [InlineData("great :) bad :-( ❤️ 👍🏽", "great <smile> bad <frown> ❤ 👍")]
    [InlineData("you &amp; me &lt;3", "you me <smile>")]
    [InlineData("não chegou à caixa", "não chegou à caixa")]
    public void Split_Text_HasTheseTokens(string text, string expected) => Assert.Equal(expected, Words(text));

    [Fact]
    public void Split_Capitals_AreKeptAsAMark()
    {
        using var tokens = Tokenizer.Split("NEVER again I");

        Assert.Equal([true, false, false], tokens.Tokens.ToArray().Select(t => t.Capitals));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r\n ")]
    [InlineData("\ud83d")]
    [InlineData("\udc4d\udc4d")]
    [InlineData("\u200b\u202e\u0000")]
    [InlineData("((( )))---***")]
    public void Split_NothingToRead_HasNoWords(string text)
    {
        using var tokens = Tokenizer.Split(text);

        Assert.DoesNotContain(tokens.Tokens.ToArray(), t => t.Kind is TokenKind.Word or TokenKind.Sign);
    }

    private static string Words(string text)
    {
        using var tokens = Tokenizer.Split(text);
        var words = new List<string>();
        for (var at = 0; at < tokens.Count; at++)
        {
            if (tokens.Tokens[at].Speaks)
            {
                words.Add(tokens[at].ToString());
            }
        }

        return string.Join(' ', words);
    }
}
