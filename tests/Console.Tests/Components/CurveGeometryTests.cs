using CxOrchestrator.Api.Customers;
using CxOrchestrator.Console.Components;

namespace CxOrchestrator.Console.Tests.Components;

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

    [Fact]
    public void MoodAt_BetweenEntries_DecaysByHalvesInAWeek() =>
        Assert.Equal(-0.4, CurveGeometry.MoodAt([Entry(1, 0, -0.8)], Start.AddDays(7)), 6);

    [Fact]
    public void Of_TimerEntry_IsDrawnAsAMiss() =>
        Assert.Equal("miss", Assert.Single(CurveGeometry.Of([Entry(1, 0, -0.5, "timer")], null, [], Start.AddDays(1)).Points).Shape);

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 m")]
    [InlineData(7200, "2 h")]
    [InlineData(172800, "2 d")]
    public void Since_Seconds_ReadInTheLargestUnit(int seconds, string words) => Assert.Equal(words, Words.Since(TimeSpan.FromSeconds(seconds)));
}
