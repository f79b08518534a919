namespace CxOrchestrator.Sentiment.Tests;

/// <summary>A team's own words and reasons beside those of the packs.</summary>
public sealed class TeamPhraseTests
{
    private const string Text = "The doorstep drama with the crushed box again";
    private static readonly SentimentReader Packs = SentimentReader.Load();

    [Fact]
    public void Read_OwnWord_MovesTheSentiment()
    {
        var (bad, good) = (Packs.With("v1", [new("en", "doorstep drama", null, -1)]), Packs.With("v2", [new("en", "doorstep drama", null, 1)]));

        Assert.True(bad.Read(Text, "en").Value < Packs.Read(Text, "en").Value);
        Assert.True(good.Read(Text, "en").Value > Packs.Read(Text, "en").Value);
    }

    [Fact]
    public void Read_OwnReason_IsFoundInAComplaint()
    {
        var reader = Packs.With("v1", [new("en", "crushed box", "packaging", -0.8), new("en", "doorstep drama", null, -1)]);

        Assert.Contains("packaging", reader.Read(Text, "en").Reasons);
        Assert.DoesNotContain("packaging", Packs.Read(Text, "en").Reasons);
    }

    [Fact]
    public void Read_WordOfThePack_KeepsItsReason()
    {
        const string late = "My parcel is overdue and I am angry, terrible";
        var reader = Packs.With("v1", [new("en", "overdue", null, -0.2)]);

        Assert.Contains("late", Packs.Read(late, "en").Reasons);
        Assert.Contains("late", reader.Read(late, "en").Reasons);
    }

    [Fact]
    public void Model_NamesBothVersions_WhereTheLanguageHasPhrases()
    {
        var reader = Packs.With("0a1b2c3d", [new("en", "doorstep drama", null, -1)]);

        Assert.Equal($"{Packs.Versions["en"]}+0a1b2c3d", reader.Read(Text, "en").Model);
        Assert.Equal(Packs.Versions["pt"], reader.Versions["pt"]);
        Assert.InRange(reader.Versions["en"].Length, 1, 35);
    }

    [Fact]
    public void With_NoPhrases_ReadsTheSame() => Assert.Equal(Packs.Read(Text, "en") with { Reasons = [] }, Packs.With("v1", []).Read(Text, "en") with { Reasons = [] });
}
