using CxOrchestrator.Learn.Suggesting;

namespace CxOrchestrator.Learn.Tests;

/// <summary>Rules in the document of a journey.</summary>
public sealed class ProposalTests
{
    private static readonly ExpectationRule Shipped = new() { After = "order.placed", Expect = ["order.shipped", "order.delivered"], By = "promised", Share = 60 };

    [Fact]
    public void Apply_WaitThatIsThere_GetsTheConstantsAndKeepsItsId()
    {
        var text = Proposal.Apply(Orders.Journey, [Shipped]);

        var expectation = Assert.Single(Orders.Set(text).Journeys[0].Expectations);
        Assert.Equal(("shipping", "promised", 60, null, true), (expectation.Id, expectation.By, expectation.Share, expectation.Within, expectation.Critical));
        Assert.Equal("No order.shipped at 60 % of the time to promised", expectation.Name);
        Assert.Contains("# A comment that stays.", text, StringComparison.Ordinal);
        Assert.Contains("- id: shipping # policies name it", text, StringComparison.Ordinal);
        Assert.Equal(-0.6, expectation.Experience);
    }

    [Fact]
    public void Apply_OtherWaits_AreAdded()
    {
        var delivered = Shipped with { Expect = ["order.delivered"], Share = 100, GraceDays = 1 };
        var answered = new ExpectationRule { After = "ticket.opened", Expect = ["ticket.answered"], WithinDays = 2 };

        var expectations = Orders.Set(Proposal.Apply(Orders.Journey, [Shipped, delivered, answered])).Journeys[0].Expectations;

        Assert.Equal(["shipping", "no-order.delivered", "no-ticket.answered"], expectations.Select(e => e.Id));
        Assert.Equal(TimeSpan.FromDays(1), expectations[1].Grace);
        Assert.Equal(TimeSpan.FromDays(2), expectations[2].Within);
    }

    [Fact]
    public void Apply_TwoOfTheSameWait_AreBothThere()
    {
        var expectations = Orders.Set(Proposal.Apply(Orders.Journey, [Shipped, Shipped with { By = null, Share = 100, WithinDays = 9 }])).Journeys[0].Expectations;

        Assert.Equal([("shipping", 60, null), ("no-order.shipped", 100, TimeSpan.FromDays(9))], expectations.Select(e => (e.Id, e.Share, e.Within)));
    }

    [Fact]
    public void Apply_JourneyWithoutExpectations_HasThemAfterwards()
    {
        var none = Orders.Journey[..Orders.Journey.IndexOf("expectations:", StringComparison.Ordinal)];

        Assert.Equal("no-order.shipped", Assert.Single(Orders.Set(Proposal.Apply(none, [Shipped])).Journeys[0].Expectations).Id);
    }
}
