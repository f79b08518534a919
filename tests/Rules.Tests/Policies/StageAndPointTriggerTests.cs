using CsCheck;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies;

public class StageAndPointTriggerTests
{
    private static Walk With(Trigger trigger, DefinitionSet? set = null) => new((set ?? Sets.OfOrder) with
    {
        Policies = [new PolicyDefinition { Id = "p", Name = "P", Triggers = [trigger], Actions = [new MessageTemplate { Channel = "email", Text = "Hello {touchpoint.gift|you}" }] }],
    });

    private static Touchpoint Of(string type, double day, string order = "o-1") =>
        Make.Touchpoint(type, Make.Day(day), $"{type}:{day}:{order}", attributes: [("order", Make.Text(order)), ("gift", Make.Text("mug"))]);

    private static OnStageStayed Shipped(double days) => new() { Journey = "order", Stage = "shipped", For = TimeSpan.FromDays(days) };

    [Fact]
    public void StageExited_GoesOn_Fires()
    {
        var walk = With(new OnStageExited { Journey = "order", Stage = "placed" }).Then(Of("order.placed", 0));
        Assert.Empty(walk.Decisions);

        Assert.Equal("Stage placed left", Assert.Single(walk.Then(Of("order.shipped", 1)).Decisions).Because);
    }

    [Fact]
    public void StageExited_TakenOutOfTheJourney_Fires()
    {
        var walk = With(new OnStageExited { Journey = "order", Stage = "placed" }).Then(Of("order.placed", 0)).Then(Of("order.cancelled", 1));

        Assert.Single(walk.Decisions);
    }

    [Fact]
    public void StageStayed_StillThere_FiresAtItsTimeWithTheTouchpointThatLedThere()
    {
        var walk = With(Shipped(4)).Then(Of("order.placed", 0)).Then(Of("order.shipped", 1)).Wait(Make.Day(30));

        var action = Assert.Single(walk.Actions);
        Assert.Equal((Make.Day(5), "o-1", "Hello mug"), (action.DecidedAt, action.Correlation, action["text"]));
    }

    [Theory]
    [InlineData("order.delivered")]
    [InlineData("order.cancelled")]
    public void StageStayed_LeftBefore_DoesNotFire(string leaves)
    {
        var walk = With(Shipped(4)).Then(Of("order.placed", 0)).Then(Of("order.shipped", 1)).Then(Of(leaves, 3)).Wait(Make.Day(30));

        Assert.Empty(walk.Decisions);
        Assert.Empty(walk.State.Waits);
    }

    [Fact]
    public void StageStayed_TwoInstances_AreApart()
    {
        var walk = With(Shipped(4)).Then(Of("order.placed", 0)).Then(Of("order.shipped", 1)).Then(Of("order.placed", 1, "o-2")).Then(Of("order.shipped", 2, "o-2"))
            .Then(Of("order.delivered", 3)).Wait(Make.Day(30));

        Assert.Equal("o-2", Assert.Single(walk.Decisions).Correlation);
    }

    [Fact]
    public void LowPointDeepened_FurtherCause_FiresForEach()
    {
        var walk = With(new OnLowPointDeepened()).Then(Of("order.placed", 0)).Then(Of("parcel.broken", 1));
        Assert.Empty(walk.Decisions);

        walk.Then(Of("parcel.broken", 1.5)).Then(Of("parcel.broken", 2));
        Assert.Equal(2, walk.Actions.Select(a => a.Id).Distinct().Count());
    }

    [Fact]
    public void HighPointClosed_ByABadExperience_Fires()
    {
        var walk = With(new OnHighPointClosed(), Sets.OfExperience).Then(Make.Touchpoint("felt.90", Make.Day(0), feedback: new Feedback { Nps = 10 }));
        Assert.Empty(walk.Decisions);

        Assert.Single(walk.Then(Sets.Experienced(-0.5, Make.Day(1))).Decisions);
    }

    [Fact]
    public void HighPointClosed_ByTime_Fires()
    {
        var walk = With(new OnHighPointClosed(), Sets.OfExperience).Then(Make.Touchpoint("felt.90", Make.Day(0), feedback: new Feedback { Nps = 10 })).Wait(Make.Day(60));

        Assert.Single(walk.Decisions);
    }

    [Fact]
    public void Count_RisesToItsNumber_FiresOnceUntilItFell()
    {
        var walk = With(new OnCount { Match = Sets.On("contact.*"), AtLeast = 3, Within = TimeSpan.FromDays(7) });
        foreach (var day in (double[])[0, 1, 2, 3, 4])
        {
            walk.Then(Of("contact.phone", day));
        }

        Assert.Equal(Make.Day(2), Assert.Single(walk.Decisions).At);

        walk.Then(Of("contact.phone", 20)).Then(Of("contact.mail", 21)).Then(Of("contact.phone", 22));
        Assert.Equal(2, walk.Decisions.Count());
    }

    [Fact]
    public void Count_ArrivesLate_CountsByItsOwnTime()
    {
        var walk = With(new OnCount { Match = Sets.On("contact.*"), AtLeast = 2, Within = TimeSpan.FromDays(7) });

        walk.Then(Of("contact.phone", 0)).Then(Of("contact.phone", 30)).Then(Of("contact.mail", 15));
        Assert.Empty(walk.Decisions);

        walk.Then(Of("contact.mail", 1));
        Assert.Single(walk.Decisions);
    }

    [Fact]
    public void Count_AnyOrderOfArrival_FiresWhereSomeWindowIsFull() =>
        Gen.Int[0, 60].Array[1, 8].Sample(days =>
        {
            var walk = With(new OnCount { Match = Sets.On("contact.*"), AtLeast = 3, Within = TimeSpan.FromDays(7) });
            for (var i = 0; i < days.Length; i++)
            {
                walk.Apply(Make.Touchpoint("contact.phone", Make.Day(days[i]), $"{i}"), HistoryAnswer.Absent);
            }

            Assert.Equal(days.Any(last => days.Count(d => d <= last && d > last - 7) >= 3), walk.Decisions.Any());
        });
}
