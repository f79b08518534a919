using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Experience;

public class SentimentTests
{
    [Fact]
    public void Experience_ScoreAndSentiment_IsTheScore() =>
        Assert.Equal(1, ExperienceOf(new Feedback { Csat = 5, Text = "late", Sentiment = -0.9 }));

    [Fact]
    public void Experience_SentimentAlone_IsTheSentiment() =>
        Assert.Equal(-0.9, ExperienceOf(new Feedback { Text = "late", Sentiment = -0.9 }));

    [Fact]
    public void Experience_SentimentOfAValuedTouchpoint_ComesBeforeTheJourney()
    {
        var valued = Sets.Experienced(0.5, Make.Start);

        Assert.True(new Walk(Sets.OfExperience).Then(valued with { Feedback = new Feedback { Text = "late", Sentiment = -0.9 } }).MoodAt(Make.Start).Mood < 0);
        Assert.True(new Walk(Sets.OfExperience).Then(valued with { Feedback = new Feedback { Text = "unread" } }).MoodAt(Make.Start).Mood > 0);
    }

    [Fact]
    public void LowPoint_Sentiment_OpensByMoodAndSaysTheReasons()
    {
        var walk = new Walk(Sets.OfExperience).Then(Make.Touchpoint("review", Make.Start, feedback: new Feedback { Text = "late", Sentiment = -0.9, Reasons = ["late", "rude"] }));

        var cause = Assert.Single(walk.LowPoints).Point.Causes[0];
        Assert.Equal((CauseKind.Mood, "Complaint: late, rude"), (cause.Kind, cause.Text));
    }

    [Fact]
    public void LowPoint_SentimentOfACustomerInAGoodMood_DoesNotOpenAsAScoreWould()
    {
        var feedback = new Feedback { Text = "late", Sentiment = -0.55 };
        var good = () => Enumerable.Range(0, 5).Aggregate(new Walk(Sets.OfExperience), (walk, day) => walk.Then(Sets.Experienced(1, Make.Day(day))));

        Assert.Empty(good().Then(Make.Touchpoint("review", Make.Day(6), feedback: feedback)).LowPoints);
        Assert.Single(good().Then(Make.Touchpoint("review", Make.Day(6), feedback: feedback with { Csat = 1 })).LowPoints);
    }

    private static double ExperienceOf(Feedback feedback) => Assert.Single(
        Customer.Decide(CustomerState.For(Make.Customer), new RecordTouchpoint { Touchpoint = Make.Touchpoint("review", Make.Start, feedback: feedback) }, new(Sets.OfExperience)).Events.OfType<ExperienceApplied>()).Experience;
}
