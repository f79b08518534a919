using System.Text;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Touchpoints;

public class TextReadingsTests
{
    private static readonly Reader Texts = new(new TextReading(-0.9, ["late", "rude"], "en-1-abc"));

    [Fact]
    public void WithReading_Text_GetsSentimentReasonsAndModel() => Assert.Equal(
        new Feedback { Csat = 3, Text = "late", Lang = "en", Sentiment = -0.9, Reasons = ["late", "rude"], Model = "en-1-abc" },
        Of(new Feedback { Csat = 3, Text = "late", Lang = "en" }).WithReading(Texts).Feedback);

    [Fact]
    public void WithReading_ReasonsOfTheSource_AreKept() =>
        Assert.Equal(["price"], Of(new Feedback { Text = "late", Reasons = ["price"] }).WithReading(Texts).Feedback!.Reasons);

    [Fact]
    public void WithReading_NothingToRead_IsTheSameTouchpoint()
    {
        Touchpoint[] unread =
        [
            Make.Touchpoint("t", Make.Start),
            Of(new Feedback { Csat = 1 }),
            Of(new Feedback { Text = "" }),
            Of(new Feedback { Text = "late", Sentiment = 0.5 }),
            Of(new Feedback { Text = "late", Sentiment = 0.5, Model = "en-0-old" }),
        ];

        Assert.All(unread, touchpoint => Assert.Same(touchpoint, touchpoint.WithReading(Texts)));
        Assert.All(unread, touchpoint => Assert.Same(touchpoint, touchpoint.WithReading(null)));
        var other = Of(new Feedback { Text = "hallo" });
        Assert.Same(other, other.WithReading(new Reader(null)));
    }

    [Fact]
    public void IsOf_SentAgain_IsTheSameWhateverModelReadIt()
    {
        var sent = Of(new Feedback { Text = "late" });
        var named = Of(new Feedback { Text = "late", Reasons = ["price"] });

        Assert.True(sent.WithReading(Texts).IsOf(sent));
        Assert.True(named.WithReading(Texts).IsOf(named));
        Assert.True(sent.IsOf(sent));
    }

    [Fact]
    public void IsOf_OtherContent_Differs()
    {
        var applied = Of(new Feedback { Text = "late" }).WithReading(Texts);

        Assert.False(applied.IsOf(Of(new Feedback { Text = "early" })));
        Assert.False(applied.IsOf(Of(new Feedback { Text = "late", Sentiment = -0.9 })));
        Assert.False(applied.IsOf(Of(new Feedback { Text = "late", Reasons = ["price"] })));
        Assert.False(Of(new Feedback { Text = "late", Sentiment = 0.1 }).IsOf(Of(new Feedback { Text = "late", Sentiment = 0.2 })));
    }

    [Fact]
    public void ReadStored_Written_IsTheSame()
    {
        var read = Of(new Feedback { Text = "late", Lang = "en" }).WithReading(Texts);

        Assert.Equal(read, TouchpointJson.ReadStored(TouchpointJson.Write(read)).Touchpoint);
    }

    [Fact]
    public void Read_ModelFromOutside_IsRefusedWithItsPlace()
    {
        var error = Assert.Single(TouchpointJson.Read(TouchpointJson.Write(Of(new Feedback { Text = "late" }).WithReading(Texts))).Errors);

        Assert.Equal("/feedback/model", error.Pointer);
        Assert.Contains("Leave it out", error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"sentiment":1.01}""", "/feedback/sentiment")]
    [InlineData("""{"sentiment":-1.01}""", "/feedback/sentiment")]
    [InlineData("""{"sentiment":"good"}""", "/feedback/sentiment")]
    [InlineData("""{"sentiment":0,"sentiment":1}""", "/feedback/sentiment")]
    [InlineData("""{"reasons":"late"}""", "/feedback/reasons")]
    [InlineData("""{"reasons":["late",1]}""", "/feedback/reasons/1")]
    [InlineData("""{"reasons":[["late"]]}""", "/feedback/reasons/0")]
    [InlineData("""{"reasons":[""]}""", "/feedback/reasons/0")]
    [InlineData("""{"reasons":["1","2","3","4","5","6","7","8","9","10","11"]}""", "/feedback/reasons")]
    public void Read_SentimentOutOfBounds_IsRefusedWithItsPlace(string feedback, string place) =>
        Assert.Equal(place, Assert.Single(Read(feedback).Errors).Pointer);

    [Fact]
    public void Read_SentimentOfTheSource_IsRead()
    {
        var feedback = Read("""{"sentiment":-0.25,"reasons":["late","late","price"],"model":null}""").Touchpoint!.Feedback!;

        Assert.Equal(new Feedback { Sentiment = -0.25, Reasons = ["late", "price"] }, feedback);
    }

    private static TouchpointReading Read(string feedback) =>
        TouchpointJson.Read(Encoding.UTF8.GetBytes($$"""{"id":"1","type":"t","customer":"c","at":"2025-11-14T08:30:00Z","feedback":{{feedback}}}"""));

    private static Touchpoint Of(Feedback feedback) => Make.Touchpoint("review", Make.Start, "r-1", feedback: feedback);

    private sealed class Reader(TextReading? reading) : ITextReader
    {
        public TextReading? Read(string text, string? language) => reading;
    }
}
