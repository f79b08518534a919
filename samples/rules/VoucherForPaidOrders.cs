using CxOrchestrator.NRules;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Journeys;
using NRules.Fluent.Dsl;

namespace CxOrchestrator.RetailRules;

/// <summary>Several facts: the order that is late must be paid, and the customer must not be new.</summary>
[Name("Voucher for paid orders"), Description("A voucher only for an order that is paid, and for customers we know."), Tag("policy:late-delivery-voucher")]
public sealed class VoucherForPaidOrders : Rule
{
    private const int KnownFrom = 3;

    public override void Define()
    {
        PolicyFacts input = null!;
        JourneyInstance order = null!;
        CustomerState customer = null!;

        When()
            .Match(() => input)
            .Match(() => order, o => o.Journey == "order", o => o.Correlation == input.Text("journey.correlation"), o => o.Path.Contains("paid"))
            .Match(() => customer, c => c.Touchpoints >= KnownFrom);

        Then()
            .Do(context => input.Agree("late-delivery-voucher"));
    }
}
