using CsCheck;

namespace CxOrchestrator.Sentiment.Tests;

public class SentimentReaderTests
{
    private static readonly SentimentReader Reader = SentimentReader.Load();

    [Theory]
    [InlineData("My parcel is three days late and nobody answers the phone", -1)]
    [InlineData("Great service, thank you so much!", 1)]
    [InlineData("What time does the shop open on Saturday?", 0)]
    [InlineData("thanks for nothing", -1)]
    [InlineData("good product but terrible support", -1)]
    [InlineData("The delivery was slow but the driver was amazing, thank you!", 1)]
    [InlineData("not happy with your service", -1)]
    [InlineData("O produto não chegou e ninguém responde", -1)]
    [InlineData("Chegou antes do prazo, muito bom, recomendo!", 1)]
    [InlineData("❤️👍", 1)]
    [InlineData("😡", -1)]
    public void Read_Message_HasThisClass(string text, int @class) => Assert.Equal(@class, Reader.Read(text).Class);

    [Theory]
    [InlineData("My order is three days late", "late")]
    [InlineData("Your driver was rude and yelled at me", "rude")]
    [InlineData("The phone arrived broken", "broken")]
    [InlineData("I want a refund", "refund")]
    [InlineData("You charged me twice", "price")]
    [InlineData("Where is my bag? It did not arrive with me", "lost")]
    [InlineData("You cancelled my booking without telling me", "cancelled")]
    [InlineData("You sent the wrong size", "wrong")]
    [InlineData("I have been on hold for two hours", "service")]
    [InlineData("The line at the counter is out the door", "queue")]
    [InlineData("Your website is down again", "website")]
    [InlineData("A entrega atrasou dez dias", "late")]
    [InlineData("Quero o reembolso, o produto veio quebrado", "refund")]
    public void Read_Complaint_SaysItsReason(string text, string reason) => Assert.Contains(reason, Reader.Read(text).Reasons);

    [Fact]
    public void Read_Praise_HasNoReasons() => Assert.Empty(Reader.Read("thanks for finding my lost bag, you guys are great!").Reasons);

    [Fact]
    public void Read_Question_NamesNoSubjectAsAReason() => Assert.Empty(Reader.Read("what is the phone number of your support team?").Reasons);

    [Theory]
    [InlineData("")]
    [InlineData("   \n\t ")]
    [InlineData("https://example.com/a")]
    [InlineData("12345")]
    [InlineData("\ud83d \udc4d")]
    [InlineData("!!! ???")]
    public void Read_NothingToRead_IsUnreadWithoutLanguage(string text) => Assert.Equal(TextSentiment.Unread(null), Reader.Read(text), Same);

    [Theory]
    [InlineData("Mein Paket ist nicht da und ich warte seit Wochen", null, "de")]
    [InlineData("El pedido no ha llegado y nadie me responde", null, "es")]
    [InlineData("what a mess", "fr-CA", "fr")]
    public void Read_LanguageWithoutAPack_IsUnread(string text, string? named, string language) => Assert.Equal(TextSentiment.Unread(language), Reader.Read(text, named), Same);

    [Theory]
    [InlineData("شكرا لكم على الخدمة الممتازة")]
    [InlineData("תודה רבה על השירות")]
    [InlineData("非常感谢你们的帮助")]
    [InlineData("xkcd qwrtz plmkn bvcxz")]
    public void Read_UnknownWords_IsUnread(string text) => Assert.Null(Reader.Read(text).Value);

    [Theory]
    [InlineData("pt-BR", "pt")]
    [InlineData("en_GB", "en")]
    [InlineData("EN", "en")]
    [InlineData("und", "en")]
    public void Read_NamedLanguage_IsItsPrimaryPart(string named, string language) => Assert.Equal(language, Reader.Read("ok, the product is top", named).Language);

    [Theory]
    [InlineData("late ")]
    [InlineData("great ")]
    [InlineData("a.b@")]
    [InlineData("👍")]
    [InlineData("aaaaaaaaaa")]
    [InlineData("still never not ")]
    public void Read_TenThousandCharacters_HasAValueWithinBounds(string word)
    {
        var found = Reader.Read(string.Concat(Enumerable.Repeat(word, 10_000 / word.Length)));

        Assert.True(found.Value is null or (>= -1 and <= 1));
    }

    [Fact]
    public void Read_OneWordRepeated_KeepsItsMood()
    {
        Assert.Equal(-1, Reader.Read(string.Join(' ', Enumerable.Repeat("late", 2_000))).Class);
        Assert.Equal(1, Reader.Read(string.Join(' ', Enumerable.Repeat("thanks", 2_000))).Class);
    }

    [Fact]
    public void Read_AnyText_NeverFailsAndKeepsItsBounds() => Gen.String.Sample(text =>
    {
        var found = Reader.Read(text);
        return found.Value is null == found.Class is null
            && found.Value is null == found.Model is null
            && found.Value is null or (>= -1 and <= 1)
            && found.Reasons.Length <= SentimentReader.ReasonsMax;
    });

    [Fact]
    public void Read_FromManyThreads_IsTheSame()
    {
        var expected = Reader.Read("my order is late and your agent was rude");

        Assert.All(
            Enumerable.Range(0, 2_000).AsParallel().Select(_ => Reader.Read("my order is late and your agent was rude")).ToList(),
            found => Assert.Equal(expected, found, Same));
    }

    private static bool Same(TextSentiment one, TextSentiment other) =>
        one.Reasons.SequenceEqual(other.Reasons) && one with { Reasons = other.Reasons } == other;
}
