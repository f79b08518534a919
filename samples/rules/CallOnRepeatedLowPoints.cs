using CxOrchestrator.NRules;
using CxOrchestrator.Rules.Experience;
using NRules.Fluent.Dsl;

namespace CxOrchestrator.RetailRules;

/// <summary>An aggregate: the low points of the last 90 days, of all orders together.</summary>
[Name("Call on repeated low points"), Description("A call only from the second low point within 90 days on."), Tag("policy:loyal-low-point")]
public sealed class CallOnRepeatedLowPoints : Rule
{
    private const int RepeatedFrom = 2;

    public override void Define()
    {
        PolicyFacts input = null!;
        IEnumerable<LowPoint> points = null!;

        When()
            .Match(() => input)
            .Query(() => points, q => q
                .Match<LowPoint>(p => p.OpenedAt > input.At - TimeSpan.FromDays(90))
                .Collect()
                .Where(all => all.Count() >= RepeatedFrom));

        Then()
            .Do(context => input.Agree("loyal-low-point"));
    }
}
