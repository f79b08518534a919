using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Journeys;

/// <summary>Expectations that fall due at a share of an attribute's time, or some time after it.</summary>
public sealed class ShareOfTimeTests
{
    private static DefinitionSet Set(int share, TimeSpan grace) => new()
    {
        Journeys =
        [
            new JourneyDefinition
            {
                Id = "order",
                Name = "Order",
                InstanceBy = "order",
                Stages = [new StageDefinition { Id = "placed", Name = "Placed", Enter = [new TouchpointMatch { Type = "order.placed" }] }, new StageDefinition { Id = "shipped", Name = "Shipped", Enter = [new TouchpointMatch { Type = "order.shipped" }] }],
                Expectations =
                [
                    new ExpectationDefinition
                    {
                        Id = "shipping", Name = "Not shipped", After = [new TouchpointMatch { Type = "order.placed" }], Expect = [new TouchpointMatch { Type = "order.shipped" }], By = "promised", Share = share, Grace = grace, Critical = true,
                    },
                ],
            },
        ],
    };

    private static Touchpoint Of(string type, double day, double? promisedDay = null) => promisedDay is { } promised
        ? Make.Touchpoint(type, Make.Day(day), $"{type}:{day}", attributes: [("order", Make.Text("o-1")), ("promised", Make.Text(Make.Day(promised).ToString("O")))])
        : Make.Touchpoint(type, Make.Day(day), $"{type}:{day}", attributes: ("order", Make.Text("o-1")));

    private static IEnumerable<(ExpectationChange Change, double Day)> Changes(Walk walk) => walk.Events.OfType<ExpectationChanged>().Select(e => (e.Change, (e.DueAt - Make.Start).TotalDays));

    [Theory]
    [InlineData(60, 0, 6)]
    [InlineData(100, 1, 11)]
    [InlineData(60, 1, 7)]
    [InlineData(1, 0, 0.1)]
    public void Due_ShareAndGrace_IsBetweenArmingAndPromise(int share, int graceDays, double day)
    {
        var walk = new Walk(Set(share, TimeSpan.FromDays(graceDays))).Then(Of("order.placed", 0, 10));

        Assert.Equal([(ExpectationChange.Set, day)], Changes(walk));
        walk.Wait(Make.Day(day).AddSeconds(-1));
        Assert.Empty(walk.LowPoints);
        walk.Wait(Make.Day(day).AddSeconds(1));
        Assert.Equal(Make.Day(day), Assert.Single(walk.State.LowPoints).OpenedAt);
    }

    [Fact]
    public void Due_PromiseThatMoves_IsAShareOfTheTimeSinceTheArming()
    {
        var walk = new Walk(Set(50, TimeSpan.Zero)).Then(Of("order.placed", 0, 10)).Then(Of("order.delayed", 4, 20)).Then(Of("order.delayed", 6, 30));

        Assert.Equal([(ExpectationChange.Set, 5), (ExpectationChange.Moved, 10), (ExpectationChange.Moved, 15)], Changes(walk));
    }

    [Fact]
    public void Due_PromiseThatComesLater_IsAShareFromThereOn()
    {
        var walk = new Walk(Set(50, TimeSpan.Zero)).Then(Of("order.placed", 0)).Then(Of("order.confirmed", 2, 10));

        Assert.Equal([(ExpectationChange.Set, 6)], Changes(walk));
    }

    [Fact]
    public void Due_PromiseOfThePast_IsMissedAtOnce()
    {
        var walk = new Walk(Set(50, TimeSpan.Zero)).Then(Of("order.placed", 10, 2)).Wait(Make.Day(10.1));

        Assert.Contains(ExpectationChange.Missed, Changes(walk).Select(c => c.Change));
    }
}
