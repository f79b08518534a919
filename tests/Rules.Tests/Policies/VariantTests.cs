using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies;

public class VariantTests
{
    private static PolicyDefinition Policy(string id = "p", params (string Id, int Weight)[] variants) => new()
    {
        Id = id,
        Name = "P",
        Triggers = [new OnTouchpoint { Match = Sets.On("ask") }],
        Actions = [],
        Variants = [.. variants.Select(v => new PolicyVariant { Id = v.Id, Weight = v.Weight, Actions = [new MessageTemplate { Channel = "email", Text = v.Id }] })],
    };

    private static IEnumerable<string> Drawn(PolicyDefinition policy, int customers = 10_000)
    {
        var plan = new ActionPlan(policy);
        return Enumerable.Range(0, customers).Select(n => plan.For($"customer-{n}").Variant!.Id);
    }

    [Fact]
    public void Variant_ManyCustomers_AreSharedByWeight()
    {
        var drawn = Drawn(Policy(variants: [("a", 70), ("b", 20), ("c", 10)])).CountBy(v => v).ToDictionary();

        Assert.InRange(drawn["a"], 6_800, 7_200);
        Assert.InRange(drawn["b"], 1_850, 2_150);
        Assert.InRange(drawn["c"], 850, 1_150);
    }

    [Fact]
    public void Variant_SamePolicyAndCustomer_StaysTheSame() =>
        Assert.Equal(Drawn(Policy(variants: [("a", 1), ("b", 1)])), Drawn(Policy(variants: [("a", 1), ("b", 1)]) with { Version = 7, Name = "Q" }));

    [Fact]
    public void Variant_OneAddedRemovedOrHeavier_MovesOnlyItsShare()
    {
        var two = Drawn(Policy(variants: [("a", 50), ("b", 50)])).ToArray();
        var three = Drawn(Policy(variants: [("c", 25), ("b", 50), ("a", 50)])).ToArray();
        var heavier = Drawn(Policy(variants: [("a", 50), ("b", 100)])).ToArray();

        Assert.All(two.Zip(three).Where(d => d.First != d.Second), d => Assert.Equal("c", d.Second));
        Assert.InRange(two.Zip(three).Count(d => d.First != d.Second), 1_850, 2_150);
        Assert.All(two.Zip(heavier).Where(d => d.First != d.Second), d => Assert.Equal("b", d.Second));
        Assert.Equal(two, Drawn(Policy(variants: [("b", 50), ("a", 50)])));
    }

    [Fact]
    public void Variant_OtherPolicy_DrawsIndependently()
    {
        var same = Drawn(Policy("p", ("a", 1), ("b", 1))).Zip(Drawn(Policy("q", ("a", 1), ("b", 1)))).Count(d => d.First == d.Second);

        Assert.InRange(same, 4_800, 5_200);
    }

    [Fact]
    public void Variant_Decided_StandsInDecisionAndAction()
    {
        var walk = new Walk(Sets.OfOrder with { Policies = [Policy(variants: [("a", 1), ("b", 1)])] }).Then(Make.Touchpoint("ask", Make.Start));

        var action = Assert.Single(walk.Actions);
        Assert.Equal(action[ActionContent.Text], action.Variant);
        Assert.Equal(action.Variant, Assert.Single(walk.Decisions).Variant);
    }
}
