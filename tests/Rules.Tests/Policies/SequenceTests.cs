using CsCheck;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies;

public class SequenceTests
{
    private static Walk With(Trigger trigger) => new(Sets.OfOrder with
    {
        Policies = [new PolicyDefinition { Id = "p", Name = "P", Triggers = [trigger], Actions = [new MessageTemplate { Channel = "email", Text = "Hello" }] }],
    });

    private static OnSequence Abc(double hours = 1, string? same = null) =>
        new() { Steps = [Sets.On("a"), Sets.On("b"), Sets.On("c")], Within = TimeSpan.FromHours(hours), SameBy = same };

    private static Touchpoint At(string type, double minutes, string? session = null) => session is null
        ? Make.Touchpoint(type, Make.Start.AddMinutes(minutes))
        : Make.Touchpoint(type, Make.Start.AddMinutes(minutes), attributes: ("session", Make.Text(session)));

    [Fact]
    public void Sequence_InItsOrder_FiresWithTheLast()
    {
        var walk = With(Abc()).Then(At("a", 0)).Then(At("x", 1)).Then(At("b", 20)).Then(At("c", 60));

        Assert.Equal("a, then b, then c", Assert.Single(walk.Decisions).Because);
    }

    [Theory]
    [InlineData("a0 c10 b20 c61")]
    [InlineData("b0 a1 c2")]
    [InlineData("a0 a10 b20")]
    [InlineData("a0 b10 a50 c70")]
    public void Sequence_OtherOrderOrTooSlow_DoesNotFire(string touchpoints) => Assert.Empty(Run(With(Abc()), touchpoints).Decisions);

    [Theory]
    [InlineData("a0 b10 a20 b30 c75", 1)]
    [InlineData("a0 b10 c20 c30", 1)]
    [InlineData("a0 b10 c20 a30 b40 c50", 2)]
    [InlineData("a0 a50 b55 c100", 1)]
    public void Sequence_SeveralBeginnings_UsesTheLatestThatLeadsHere(string touchpoints, int times) =>
        Assert.Equal(times, Run(With(Abc()), touchpoints).Decisions.Count());

    [Fact]
    public void Sequence_OneTypeTwice_NeedsTwoTouchpoints()
    {
        var walk = With(new OnSequence { Steps = [Sets.On("a"), Sets.On("a")], Within = TimeSpan.FromHours(1) });

        Assert.Empty(walk.Then(At("a", 0)).Decisions);
        Assert.Single(walk.Then(At("a", 10)).Decisions);
    }

    [Fact]
    public void Sequence_SameAttribute_DoesNotMixValues()
    {
        var walk = With(Abc(same: "session")).Then(At("a", 0, "1")).Then(At("b", 1, "2")).Then(At("c", 2, "1"));
        Assert.Empty(walk.Decisions);

        Assert.Single(walk.Then(At("b", 3, "1")).Then(At("c", 4, "1")).Decisions);
    }

    [Fact]
    public void Sequence_TimeOver_IsForgotten()
    {
        var walk = With(Abc()).Then(At("a", 0)).Then(At("b", 10)).Then(At("a", 4400));

        Assert.Equal(Make.Start.AddMinutes(4400), Assert.Single(walk.State.Waits).BeganAt);
    }

    /// <summary>Against all ways of choosing touchpoints: it fires when some way exists that uses none that an earlier firing used up.</summary>
    [Fact]
    public void Sequence_AnyStreamInOrder_FiresWhereSomeRunExists() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 40]).Array[0, 14].Sample(steps =>
        {
            var walk = With(Abc());
            var (minute, since) = (0, -1);
            List<(int Type, int At)> seen = [];
            foreach (var (type, gap) in steps)
            {
                minute += gap;
                seen.Add((type, minute));
                var had = walk.Decisions.Count();
                walk.Then(At("abcx"[type].ToString(), minute));
                var fresh = seen.Where(s => s.At > since).ToList();
                var expected = type == 2 && fresh.Any(a => a.Type == 0 && minute - a.At <= 60 && fresh.Any(b => b.Type == 1 && b.At > a.At && b.At < minute));
                Assert.Equal(expected ? had + 1 : had, walk.Decisions.Count());
                since = expected ? minute : since;
            }
        }, iter: 500);

    [Theory]
    [InlineData("b5 a0 c9")]
    [InlineData("c9 b5 a0")]
    [InlineData("c9 a0 b5")]
    [InlineData("b5 c9 a0")]
    [InlineData("x300 a0 c9 b5")]
    public void Sequence_ArrivesOutOfOrder_FiresOnce(string touchpoints) => Assert.Single(Run(With(Abc()), touchpoints).Decisions);

    [Fact]
    public void Sequence_AnyOrderOfArrival_FiresWhereSomeRunExists() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 90]).Array[0, 7].Sample(steps =>
        {
            var walk = With(Abc());
            for (var i = 0; i < steps.Length; i++)
            {
                var (type, minute) = steps[i];
                walk.Apply(Make.Touchpoint("abcx"[type].ToString(), Make.Start.AddMinutes(minute), $"{i}"), HistoryAnswer.Absent);
            }

            bool Is((int Type, int At) step, int type) => step.Type == type;
            var exists = steps.Any(c => Is(c, 2) && steps.Any(a => Is(a, 0) && c.Item2 - a.Item2 <= 60 && steps.Any(b => Is(b, 1) && b.Item2 >= a.Item2 && b.Item2 <= c.Item2)));
            Assert.Equal(exists, walk.Decisions.Any());
        }, iter: 1000);

    private static Walk Run(Walk walk, string touchpoints)
    {
        foreach (var word in touchpoints.Split(' '))
        {
            walk.Then(At(word[..1], double.Parse(word[1..], System.Globalization.CultureInfo.InvariantCulture)));
        }

        return walk;
    }
}
