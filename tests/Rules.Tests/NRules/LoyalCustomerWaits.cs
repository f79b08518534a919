using CxOrchestrator.NRules;
using NRules.Fluent.Dsl;

namespace CxOrchestrator.Rules.Tests.NRules;

/// <summary>The sample of docs/engines.md: policy <c>late-order</c> acts for customers whose value grows with the days they waited.</summary>
[Name("Loyal customer waits"), Tag("policy:late-order")]
public sealed class LoyalCustomerWaits : Rule
{
    public override void Define()
    {
        PolicyFacts facts = null!;

        When()
            .Match(() => facts, f => f.Number("customer.lifetimeValue") * f.Number("touchpoint.daysLate") >= 1000);

        Then()
            .Do(context => facts.Agree("late-order"));
    }
}
