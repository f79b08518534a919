using CxOrchestrator.NRules;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.NRules;

public class RuleClassTests
{
    private static readonly NRulesEngine Engine = new(typeof(LoyalCustomerWaits).Assembly);

    private static PolicyDefinition Policy(string id, Condition? when = null) => new()
    {
        Id = id,
        Name = id,
        Triggers = [new OnTouchpoint { Match = Sets.On("order.late") }],
        When = when ?? Condition.Always,
        Actions = [new WebhookTemplate { Url = new Uri("https://example.org/hook") }],
    };

    private static Walk Late(double daysLate, params PolicyDefinition[] policies) => new Walk(new DefinitionSet { Policies = [.. policies] }, Engine)
        .Then(Make.Touchpoint("customer.updated", Make.Start, attributes: ("lifetimeValue", Scalar.Of(500))))
        .Then(Make.Touchpoint("order.late", Make.Day(1), attributes: ("daysLate", Scalar.Of(daysLate))));

    [Fact]
    public void RuleClass_Agrees_ItsPolicyActs() =>
        Assert.Equal(["late-order", "other"], Late(2, Policy("late-order"), Policy("other")).Actions.Select(a => a.Policy));

    [Fact]
    public void RuleClass_DoesNotAgree_OnlyOthersAct() =>
        Assert.Equal(["other"], Late(1, Policy("late-order"), Policy("other")).Actions.Select(a => a.Policy));

    [Fact]
    public void RuleClass_AgreesAndTheDocumentDoesNotHold_ItsPolicyDoesNotAct() =>
        Assert.Empty(Late(2, Policy("late-order", new AnyOf { Items = [] })).Actions);

    [Fact]
    public void Rule_Throws_IsTheFaultOfItsPolicyAlone()
    {
        // Compares with a value that it does not have.
        var broken = new FieldIs { Field = new(FieldRoot.Touchpoint, "daysLate"), Comparison = Comparison.Is };
        var walk = Late(2, Policy("broken", broken), Policy("other"));

        Assert.Equal(["other"], walk.Actions.Select(a => a.Policy));
        Assert.Equal((PolicyFaultKind.Threw, "broken"), (Assert.Single(walk.Faults).Kind, walk.Faults[0].Policy));
    }
}
