using CxOrchestrator.Sentiment.Languages;
using CxOrchestrator.Sentiment.Packs;
using CxOrchestrator.Sentiment.Tokens;

namespace CxOrchestrator.Sentiment.Tests.Languages;

public class LanguageVoteTests
{
    private static readonly LanguageVote Vote = new(PackText.Words("languages.txt", PackFiles.Read("languages.txt")));

    [Theory]
    [InlineData("Where is my order? It was due on Monday.", "en")]
    [InlineData("O meu pedido não chegou e ninguém responde", "pt")]
    [InlineData("El pedido no ha llegado y nadie me responde", "es")]
    [InlineData("Ma commande n'est pas encore arrivée, c'est long", "fr")]
    [InlineData("Mein Paket ist noch nicht da und ich warte sehr lange", "de")]
    [InlineData("Il mio ordine non è ancora arrivato", "it")]
    [InlineData("Mijn bestelling is nog niet geleverd", "nl")]
    [InlineData("parcel", null)]
    [InlineData("", null)]
    [InlineData("je suis en Lisboa", "fr")]
    public void Of_Text_IsItsLanguage(string text, string? language)
    {
        using var tokens = Tokenizer.Split(text);

        Assert.Equal(language, Vote.Of(tokens));
    }
}
