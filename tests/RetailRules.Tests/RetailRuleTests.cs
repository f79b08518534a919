using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.RetailRules.Tests;

public class RetailRuleTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Voucher_LateOrder_OnlyWhereItIsPaid(bool paid, bool voucher)
    {
        var shopper = new Shopper().Sends("contact.phone", 0).Sends("contact.phone", 0.1).Places("o-1", 1, promisedOn: 3);
        _ = paid ? shopper.Sends("payment.approved", 1.1, "o-1") : shopper;
        shopper.Waits(5);

        Assert.Equal(voucher, shopper.Acted("late-delivery-voucher"));
        Assert.True(shopper.Acted("late-delivery"));
    }

    [Fact]
    public void Voucher_NewCustomer_GetsNone() =>
        Assert.False(new Shopper().Places("o-1", 1, promisedOn: 3).Sends("payment.approved", 1.1, "o-1").Waits(5).Acted("late-delivery-voucher"));

    [Fact]
    public void Call_LoyalCustomer_FromTheSecondLowPointOn()
    {
        var shopper = new Shopper().Sends("customer.updated", 0, null, ("lifetimeValue", Scalar.Of(900))).Places("o-1", 1, promisedOn: 3).Waits(5);
        Assert.False(shopper.Acted("loyal-low-point"));

        shopper.Places("o-2", 6, promisedOn: 8).Waits(10);
        Assert.True(shopper.Acted("loyal-low-point"));
    }

    [Fact]
    public void AllIsWell_AnotherOrderIsLate_IsNotSaid()
    {
        var shopper = new Shopper().Places("o-1", 1, promisedOn: 3).Places("o-2", 1.1, promisedOn: 3).Waits(5).Sends("order.delivered", 6, "o-1");
        Assert.False(shopper.Acted("back-on-track"));

        shopper.Sends("order.delivered", 7, "o-2");
        Assert.True(shopper.Acted("back-on-track"));
    }

    [Fact]
    public void Why_RuleClassDoesNotAgree_NamesItAndItsConditions()
    {
        var why = new Shopper().Sends("contact.phone", 0).Sends("contact.phone", 0.1).Places("o-1", 1, promisedOn: 3).Waits(5).Explain("late-delivery-voucher", 5);

        Assert.False(why.ConditionsHold);
        Assert.Equal(
            [
                "0 rule class \"Voucher for paid orders\" no in the way",
                "1 JourneyInstance: Journey is \"order\" yes",
                // NRules asks it last: it needs two facts, and no order that is paid is there.
                "1 JourneyInstance: Correlation is journey.correlation no",
                "1 JourneyInstance: Path.Contains(\"paid\") no in the way",
                "1 CustomerState: Touchpoints >= 3 yes",
            ],
            why.Conditions.SkipWhile(c => !c.Text.StartsWith("rule class", StringComparison.Ordinal))
                .Select(c => $"{c.Level} {c.Text} {(c.Holds ? "yes" : "no")}{(c.InTheWay ? " in the way" : "")}"));
    }

    [Fact]
    public void Why_RuleClassAgrees_NothingIsInTheWay()
    {
        var why = new Shopper().Sends("contact.phone", 0).Sends("contact.phone", 0.1).Places("o-1", 1, promisedOn: 3).Sends("payment.approved", 1.1, "o-1").Waits(5).Explain("late-delivery-voucher", 5);

        Assert.True(why.ConditionsHold);
        Assert.DoesNotContain(why.Conditions, c => c.InTheWay);
    }

    [Fact]
    public void Classes_OfEachKind_SayWhatTheyDemand()
    {
        string[] Of(string policy) => [.. Shopper.Definitions.RuleClasses(policy).SelectMany(r => r.Conditions)];

        Assert.Equal(["LowPoint: OpenedAt > (input.At - 90 days)", "all LowPoint: points.Count() >= 2"], Of("loyal-low-point"));
        Assert.Equal(["no JourneyInstance: IsOpen and Correlation is not journey.correlation and Expectations.Any(Status is Missed)"], Of("back-on-track"));
        Assert.Empty(Shopper.Definitions.StrayRuleClasses);
    }
}
