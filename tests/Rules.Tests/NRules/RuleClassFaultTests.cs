using System.Collections.Immutable;
using CxOrchestrator.NRules;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Testing;
using NRules.Fluent;
using NRules.Fluent.Dsl;

namespace CxOrchestrator.Rules.Tests.NRules;

/// <summary>What a rule class does wrong is a fault that says so, never a policy that quietly does not act or an input that does not end.</summary>
public class RuleClassFaultTests
{
    [Fact]
    public void Agree_ToAPolicyOfNoTag_Throws() => Assert.Contains(
        "agrees to policy elsewhere, which none of its tags names", Assert.Throws<InvalidOperationException>(() => Ask<AgreesElsewhere>()).Message, StringComparison.Ordinal);

    [Fact]
    public void Fire_WithoutEnd_Throws() => Assert.Contains("fired 1000 times", Assert.Throws<InvalidOperationException>(() => Ask<FiresForEver>()).Message, StringComparison.Ordinal);

    [Fact]
    public void Match_ThatThrows_ThrowsTheSame() => Assert.Throws<ArgumentException>(() => Ask<NamesNoField>());

    [Fact]
    public void Insert_OfAFact_DoesNotReachTheNextInput()
    {
        var classes = Of<AgreesOnceAndKeeps>();

        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(classes.Agree(Facts())));
    }

    private static bool Ask<T>()
        where T : Rule => Of<T>().Agree(Facts());

    private static Facts Facts() => new(CustomerState.For(Make.Customer), CompiledDefinitions.Empty, Make.Start);

    private static RuleClasses Of<T>()
        where T : Rule
    {
        var repository = new RuleRepository();
        repository.Load(spec => spec.PrivateTypes().NestedTypes().From(typeof(T)));
        return new RuleClasses("p", [.. repository.GetRuleSets().SelectMany(s => s.Rules)]);
    }

    [Tag("policy:p")]
    private sealed class AgreesElsewhere : Rule
    {
        public override void Define()
        {
            PolicyFacts input = null!;
            When().Match(() => input);
            Then().Do(_ => input.Agree("elsewhere"));
        }
    }

    [Tag("policy:p")]
    private sealed class FiresForEver : Rule
    {
        public override void Define()
        {
            PolicyFacts input = null!;
            When().Match(() => input);
            Then().Do(context => context.Update(input));
        }
    }

    [Tag("policy:p")]
    private sealed class NamesNoField : Rule
    {
        public override void Define()
        {
            PolicyFacts input = null!;
            When().Match(() => input, f => f.Number("nothing like it") > 1);
            Then().Do(_ => input.Agree("p"));
        }
    }

    private sealed record Kept;

    [Tag("policy:p")]
    private sealed class AgreesOnceAndKeeps : Rule
    {
        public override void Define()
        {
            PolicyFacts input = null!;
            When().Match(() => input).Not<Kept>();
            Then().Do(context => Agree(context, input));
        }

        private static void Agree(global::NRules.RuleModel.IContext context, PolicyFacts input)
        {
            input.Agree("p");
            context.Insert(new Kept());
        }
    }
}
