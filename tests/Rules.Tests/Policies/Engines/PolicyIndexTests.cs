using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies.Engines;

public class PolicyIndexTests
{
    private const int Many = 1_000;

    [Fact]
    public void Find_ManyPoliciesByValue_ReturnsOnlyThoseThatCouldMatch()
    {
        var policies = Enumerable.Range(0, Many).Select(i => Policy($"p{i:0000}", new AllOf
        {
            Items = [Field("touchpoint.amount", Comparison.Above, Scalar.Of(i)), Field("touchpoint.campaign", Comparison.Is, Scalar.Of($"c{i % 100}"))],
        }));

        var found = Find([.. policies], Make.Touchpoint("t", Make.Start, attributes: ("campaign", Make.Text("c7"))));

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"p{(i * 100) + 7:0000}"), found);
    }

    [Fact]
    public void Find_SeveralFieldsAndPlainOnes_KeepsTheOrderOfDeciding()
    {
        var found = Find(
            [
                Policy("a", Field("touchpoint.campaign", Comparison.In, Scalar.Of("x"), Scalar.Of("y"))),
                Policy("b", Field("customer.segment", Comparison.Is, Scalar.Of("gold"))),
                Policy("c", Condition.Always),
                Policy("d", Field("touchpoint.campaign", Comparison.Is, Scalar.Of("z"))),
                Policy("e", Field("touchpoint.campaign", Comparison.Is, Scalar.Of("y"))),
                Policy("f", Field("touchpoint.campaign", Comparison.IsNot, Scalar.Of("y"))),
                Policy("g", Field("touchpoint.campaign", Comparison.Is, Scalar.Of("w"))),
            ],
            Make.Touchpoint("t", Make.Start, attributes: ("campaign", Make.Text("y"))));

        Assert.Equal(["a", "b", "c", "e", "f"], found);
    }

    [Fact]
    public void Find_TestInsideAnyOrNone_TellsNothingApart()
    {
        var x = Field("touchpoint.campaign", Comparison.Is, Scalar.Of("x"));
        var found = Find(
            [.. Enumerable.Range(0, 8).Select(i => Policy($"p{i}", i % 2 == 0 ? new AnyOf { Items = [x] } : new NoneOf { Items = [x] }))],
            Make.Touchpoint("t", Make.Start));

        Assert.Equal(8, found.Length);
    }

    private static string[] Find(PolicyDefinition[] policies, Touchpoint touchpoint)
    {
        var definitions = new CompiledDefinitions(new DefinitionSet { Policies = [.. policies] });
        var facts = new Facts(CustomerState.For(Make.Customer), definitions, Make.Start) { Touchpoint = touchpoint };
        return [.. definitions.PlanFor("t").Policies.Find(facts).ToArray().Select(p => p.Policy.Id)];
    }

    private static PolicyDefinition Policy(string id, Condition when) => new()
    {
        Id = id,
        Name = id,
        Triggers = [new OnTouchpoint { Match = Sets.On("t") }],
        When = when,
        Actions = [],
    };

    private static FieldIs Field(string path, Comparison comparison, params Scalar[] values)
    {
        Assert.True(FieldPath.TryParse(path, out var field));
        return new() { Field = field, Comparison = comparison, Values = [.. values] };
    }
}
