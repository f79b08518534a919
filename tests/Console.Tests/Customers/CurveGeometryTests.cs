using CxOrchestrator.Api.Customers;
using CxOrchestrator.Console.Customers;

namespace CxOrchestrator.Console.Tests.Customers;

public class CurveGeometryTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    private static TimelineEntry Entry(long sequence, double day, double mood, string kind = "touchpoint", double? experience = null) => new()
    {
        Sequence = sequence,
        Kind = kind,
        At = Start.AddDays(day),
        EffectiveAt = Start.AddDays(day),
        ReceivedAt = Start.AddDays(day),
        Type = "x",
        Experience = experience,
        Mood = mood,
        Pressure = 0,
        Risk = 0,
        Marks = [],
        DefinitionsVersion = 1,
    };

    [Fact]
    public void Of_NoEntries_DrawsAnEmptyAxis()
    {
        var curve = CurveGeometry.Of([], null, [], Start);

        Assert.Empty(curve.Points);
        Assert.Equal("", curve.Line);
    }

    [Fact]
    public void Of_Entries_StandInOrderOfTimeAndMood()
    {
        var curve = CurveGeometry.Of([Entry(2, 5, -0.8, experience: -1), Entry(1, 0, 0.5, experience: 0.5)], null, [], Start.AddDays(10));

        Assert.Equal(["pos", "neg"], curve.Points.Select(p => p.Shape));
        Assert.True(curve.Points[0].X < curve.Points[1].X);
        Assert.True(curve.Points[0].Y < CurveGeometry.ZeroY && curve.Points[1].Y > CurveGeometry.ZeroY);
    }

    [Theory]
    [InlineData(-1, -0.6667, 7, -0.5)] // one -1 and nothing else: sum -1, weight 1, neutral 0.5
    [InlineData(0.5, 0.25, 7, 0.1667)] // 0.25 of 0.5 + 0.5: a week later 0.125 of 0.5 + 0.25
    [InlineData(-1, -0.6667, 0, -0.6667)]
    public void MoodDecay_InSilence_FadesAsTheCoreDoes(double felt, double mood, double days, double expected) =>
        Assert.Equal(expected, new MoodDecay([Entry(1, 0, mood, experience: felt)]).At(Start.AddDays(days)), 3);

    [Fact]
    public void MoodDecay_OlderInputsNotLoaded_HasTheLeastWeightThatExplainsTheMood() =>
        Assert.Equal(-0.6667, new MoodDecay([Entry(1, 0, -0.8)]).At(Start.AddDays(7)), 3);

    [Fact]
    public void MoodDecay_BeforeAnything_IsZero() => Assert.Equal(0, new MoodDecay([Entry(1, 5, 0.5)]).At(Start));

    [Fact]
    public void Of_WaitingExpectation_StandsInTheTimeToCome()
    {
        var curve = CurveGeometry.Of([Entry(1, 0, 0.2)], Customers.Expecting(Start.AddDays(12)), [], Start.AddDays(10));

        Assert.True(Assert.Single(curve.Expectations).X > curve.NowX);
        Assert.NotEqual("", curve.Ahead);
        Assert.Equal(["p1", "eorder-o-1-delivery"], curve.Stops.Select(s => s.Key));
        Assert.Contains("Expected: delivery of Order o-1", curve.Stops[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_LowPoint_IsShadedFromOpeningToClosing()
    {
        var view = Customers.Expecting(Start) with { LowPoints = [Customers.LowPoint(Start.AddDays(2), Start.AddDays(4))] };
        var band = Assert.Single(CurveGeometry.Of([Entry(1, 0, 0.2)], view, [], Start.AddDays(10)).Bands);

        Assert.True(band.Closed);
        Assert.Equal(0.2 * (CurveGeometry.Width - CurveGeometry.Left - CurveGeometry.Right), band.Width, 3);
        Assert.Equal("▼ Delivery date missed, recovered", band.Text);
    }

    [Theory]
    [InlineData("web", "circle")]
    [InlineData("phone", "square")]
    [InlineData("email", "triangle")]
    [InlineData("parcel", "diamond")]
    public void Glyph_Channel_HasAShapeOfItsKind(string channel, string shape) => Assert.Equal(shape, CurveGlyphs.Of(channel));

    [Fact]
    public void Of_Timers_OnlyAMissedExpectationIsAMissAndTheEndOfAWaitIsNothingFelt()
    {
        var missed = Entry(1, 0, -0.5, "timer") with { Type = "expectation.missed" };
        var faded = Entry(2, 1, -0.5, "timer") with { Type = "lowPoint.faded" };
        var wait = Entry(3, 2, -0.5, "timer") with { Type = "timer", Marks = [new TimelineMark { Kind = "waitFired", At = Start.AddDays(2), Name = "late", Text = "Nothing came within 3 days" }] };

        var curve = CurveGeometry.Of([missed, faded, wait], null, [], Start.AddDays(3));

        Assert.Equal([(1L, "miss"), (2L, "none")], curve.Points.Select(p => (p.Entry.Sequence, p.Shape)));
        Assert.Equal("A policy's wait ended", Words.Input(wait));
        Assert.Equal("Low point faded", Words.Input(faded));
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 m")]
    [InlineData(7200, "2 h")]
    [InlineData(172800, "2 d")]
    public void Since_Seconds_ReadInTheLargestUnit(int seconds, string words) => Assert.Equal(words, Words.Since(TimeSpan.FromSeconds(seconds)));
}
