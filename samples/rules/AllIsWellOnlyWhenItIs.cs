using CxOrchestrator.NRules;
using CxOrchestrator.Rules.Journeys;
using NRules.Fluent.Dsl;

namespace CxOrchestrator.RetailRules;

/// <summary>A negation: no "all is well" while another order of the customer is late.</summary>
[Name("All is well only when it is"), Description("No thanks for patience while another order of the customer is late."), Tag("policy:back-on-track")]
public sealed class AllIsWellOnlyWhenItIs : Rule
{
    public override void Define()
    {
        PolicyFacts input = null!;

        When()
            .Match(() => input)
            .Not<JourneyInstance>(
                other => other.IsOpen,
                other => other.Correlation != input.Text("journey.correlation"),
                other => other.Expectations.Any(e => e.Status == ExpectationStatus.Missed));

        Then()
            .Do(context => input.Agree("back-on-track"));
    }
}
