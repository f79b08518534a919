using System.Collections.Immutable;
using CxOrchestrator.NRules;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Testing;
using NRules;
using NRules.Diagnostics;

namespace CxOrchestrator.Rules.Tests.NRules;

public class DocumentRulesTests
{
    // Each with lists of its own, as each document has.
    private static PolicyDefinition Policy(string id, string campaign) => new()
    {
        Id = id,
        Name = id,
        Triggers = [],
        When = new AllOf
        {
            Items =
            [
                new FieldIs { Field = new(FieldRoot.Touchpoint, "campaign"), Comparison = Comparison.Is, Values = [Make.Text(campaign)] },
                new AnyOf { Items = [new FieldIs { Field = new(FieldRoot.Touchpoint, "channel"), Comparison = Comparison.In, Values = [Make.Text("app"), Make.Text("web")] }] },
            ],
        },
        Actions = [],
    };

    private static int Selections(params ImmutableArray<PolicyDefinition> policies)
    {
        var tests = new SharedTests(new CompiledDefinitions(new DefinitionSet { Policies = policies })).OfGroup(policies);
        return new RuleCompiler().Compile(policies.Select((p, i) => DocumentRules.Of(p, i, tests[i]))).GetSchema().Nodes.Count(n => n.NodeType == NodeType.Selection);
    }

    [Fact]
    public void Of_EqualConditionsOfSeveralPolicies_ShareTheirNodes() =>
        Assert.Equal(2, Selections([.. Enumerable.Range(0, 50).Select(i => Policy($"p{i}", "spring"))]));

    [Fact]
    public void Of_ConditionsWithOtherValues_HaveTheirOwn() =>
        Assert.Equal(3, Selections(Policy("a", "spring"), Policy("b", "summer"), Policy("c", "summer")));
}
