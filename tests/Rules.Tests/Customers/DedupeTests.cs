using CsCheck;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Customers;

public class DedupeTests
{
    [Fact]
    public void Decide_SameIdentityAgain_ChangesNothing()
    {
        var walk = new Walk(Sets.OfExperience).Then(Sets.Experienced(-0.5, Make.Start, "a"));
        var before = walk.State;

        Assert.Equal(Receipt.Duplicate, walk.Apply(Sets.Experienced(0.9, Make.Day(3), "a")));
        Assert.Same(before, walk.State);
    }

    [Fact]
    public void Decide_SameIdOfAnotherSource_IsAnotherTouchpoint()
    {
        var walk = new Walk(Sets.OfExperience).Then(Sets.Experienced(-0.5, Make.Start, "a"));

        Assert.Equal(Receipt.Applied, walk.Apply(Make.Touchpoint("felt.10", Make.Start, "a", source: "other")));
    }

    [Fact]
    public void Decide_OlderThanTheRecentReach_AsksTheHistory()
    {
        var walk = new Walk(Sets.OfExperience);
        for (var i = 0; i <= RecentIdentities.Max; i++)
        {
            walk.Then(Sets.Experienced(0.1, Make.Start.AddMinutes(i), $"t{i}"));
        }

        Assert.Equal(Receipt.NeedsHistory, walk.Apply(Sets.Experienced(0.1, Make.Start, "t0")));
        Assert.Equal(Receipt.Duplicate, walk.Apply(Sets.Experienced(0.1, Make.Start, "t0"), HistoryAnswer.Present));
        Assert.Equal(Receipt.Applied, walk.Apply(Sets.Experienced(0.1, Make.Start, "late"), HistoryAnswer.Absent));
        Assert.Equal(Receipt.Applied, walk.Apply(Sets.Experienced(0.1, Make.Start.AddMinutes(5), "new")));
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.5)]
    [InlineData(0.9999)]
    public void Decide_ForgottenAndTimedWithinAMillisecond_AsksTheHistory(double milliseconds)
    {
        var at = Make.Start + TimeSpan.FromMicroseconds(milliseconds * 1000);
        var walk = new Walk(Sets.OfExperience).Then(Sets.Experienced(0.1, at, "first"));
        for (var i = 0; i < RecentIdentities.Max; i++)
        {
            walk.Then(Sets.Experienced(0.1, Make.Start.AddMinutes(i + 1), $"t{i}"));
        }

        Assert.Equal(Receipt.NeedsHistory, walk.Apply(Sets.Experienced(0.1, at, "first")));
    }

    [Fact]
    public void Decide_AnyStreamWithRepeats_AppliesEachIdentityOnce() =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 100]).Array[1, 60].Sample(stream =>
        {
            var walk = new Walk(Sets.OfExperience);
            foreach (var (id, day) in stream)
            {
                walk.Apply(Sets.Experienced(0.1, Make.Day(day), $"t{id}"));
            }

            return walk.State.Touchpoints == stream.Select(s => s.Item1).Distinct().Count();
        });
}
