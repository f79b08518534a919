using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Experience;

public class WorkedExamplesTests
{
    [Fact]
    public void LowPoint_OneWorstExperienceOfANewCustomer_OpensAtMoodMinusTwoThirds()
    {
        var walk = new Walk(Sets.OfExperience).Then(Sets.Experienced(-1, Make.Start));

        Assert.Equal(-0.6667, walk.MoodAt(Make.Start).Mood);
        var opened = Assert.Single(walk.LowPoints);
        Assert.Equal(PointChange.Opened, opened.Change);
        Assert.Equal(CauseKind.Mood, opened.Point.Causes[0].Kind);
    }

    [Fact]
    public void LowPoint_WorstExperienceAfterGoodWeeks_OpensByMood()
    {
        var walk = new Walk(Sets.OfExperience);
        for (var week = 0; week < 30; week++)
        {
            walk.Then(Sets.Experienced(0.5, Make.Day(7 * week)));
        }

        walk.Then(Sets.Experienced(-1, Make.Day(7 * 30)));

        Assert.Equal(-0.38, walk.MoodAt(Make.Day(7 * 30)).Mood, 2);
        Assert.Equal(CauseKind.Mood, Assert.Single(walk.LowPoints).Point.Causes[0].Kind);
    }

    [Fact]
    public void LowPoint_WorstExperienceAfterGoodDays_OpensByPressure()
    {
        var walk = new Walk(Sets.OfExperience);
        for (var day = 0; day < 60; day++)
        {
            walk.Then(Sets.Experienced(0.2, Make.Day(day)));
        }

        walk.Then(Sets.Experienced(-1, Make.Day(60)));

        Assert.True(walk.MoodAt(Make.Day(60)).Mood > -0.35);
        Assert.Equal(CauseKind.Pressure, Assert.Single(walk.LowPoints).Point.Causes[0].Kind);
    }

    [Fact]
    public void LowPoint_CsatOfTwo_OpensByFeedback()
    {
        var walk = new Walk(Sets.OfExperience)
            .Then(Make.Touchpoint("survey", Make.Start, feedback: new Feedback { Csat = 2 }));

        var opened = Assert.Single(walk.LowPoints).Point;
        Assert.Equal(CauseKind.Feedback, opened.Causes[0].Kind);
        Assert.Equal("Rated 2 of 5", opened.Causes[0].Text);
    }

    [Fact]
    public void LowPoint_TenStepsDown_OpensByTheEighth()
    {
        var walk = new Walk(Sets.OfExperience);
        var openedAt = 0;
        for (var step = 0; step < 10; step++)
        {
            walk.Then(Sets.Experienced(0.8 - (step * 0.2), Make.Day(step)));
            if (openedAt == 0 && walk.LowPoints.Any())
            {
                openedAt = step + 1;
            }
        }

        Assert.InRange(openedAt, 5, 8);
    }

    [Fact]
    public void LowPoint_TwentyFrictionsWithinAnHour_OpensAtAboutTheTenth()
    {
        var walk = new Walk(Sets.OfExperience);
        var openedAt = 0;
        for (var step = 1; step <= 20; step++)
        {
            walk.Then(Sets.Experienced(-0.1, Make.Start.AddMinutes(3 * step)));
            if (openedAt == 0 && walk.LowPoints.Any())
            {
                openedAt = step;
            }
        }

        Assert.InRange(openedAt, 9, 11);
        Assert.Equal("Many small frictions", walk.State.WorstLowPoint!.Causes[0].Text);
    }

    [Fact]
    public void LowPoint_TwentyFrictionsOverTwentyDays_DoesNotOpen()
    {
        var walk = new Walk(Sets.OfExperience);
        for (var day = 0; day < 20; day++)
        {
            walk.Then(Sets.Experienced(-0.1, Make.Day(day)));
        }

        Assert.Empty(walk.LowPoints);
    }

    [Theory]
    [InlineData(0, -1.0)]
    [InlineData(6, -1 / 7.0)]
    [InlineData(7, 0.0)]
    [InlineData(8, 0.0)]
    [InlineData(9, 0.7)]
    [InlineData(10, 1.0)]
    public void OfFeedback_Nps_FollowsTheScale(int nps, double experience) =>
        Assert.Equal(experience, Experiences.OfFeedback(new Feedback { Nps = nps })!.Value, 12);

    [Theory]
    [InlineData(1, -1.0)]
    [InlineData(3, 0.0)]
    [InlineData(5, 1.0)]
    public void OfFeedback_Csat_FollowsTheScale(int csat, double experience) =>
        Assert.Equal(experience, Experiences.OfFeedback(new Feedback { Csat = csat }));

    [Theory]
    [InlineData(1, -1.0)]
    [InlineData(4, 0.0)]
    [InlineData(7, 1.0)]
    public void OfFeedback_Ces_FollowsTheScale(int ces, double experience) =>
        Assert.Equal(experience, Experiences.OfFeedback(new Feedback { Ces = ces }));

    [Fact]
    public void Remembered_PeakAndEnd_IsHalfOfEach()
    {
        var walk = new Walk(Sets.OfExperience)
            .Then(Sets.Experienced(0.2, Make.Day(0)))
            .Then(Sets.Experienced(-0.9, Make.Day(1)))
            .Then(Sets.Experienced(0.5, Make.Day(2)));

        Assert.Equal(-0.2, walk.State.Remembered);
    }
}
