using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>At least one of these.</summary>
public sealed record AnyOf : ConditionGroup
{
    public override bool Holds(Facts facts)
    {
        foreach (var item in Items)
        {
            if (item.Holds(facts))
            {
                return true;
            }
        }

        return false;
    }

    public override bool MayHold(Touchpoint returned) => Items.Any(i => i.MayHold(returned));

    internal override bool Negates => false;

    // Each of its conditions may be the one that does not hold.
    internal override IEnumerable<FieldIs> Necessary => [];

    internal override string Text(CompiledDefinitions definitions) => "At least one of:";

    internal override Test Compile(PredicateCompiler compiler) => Policies.Engines.Groups.Any(compiler.Ordered(Items));
}
