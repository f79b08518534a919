using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>None of these.</summary>
public sealed record NoneOf : ConditionGroup
{
    public override bool Holds(Facts facts)
    {
        foreach (var item in Items)
        {
            if (item.Holds(facts))
            {
                return false;
            }
        }

        return true;
    }

    // What may hold may also not hold.
    public override bool MayHold(Touchpoint returned) => true;

    internal override bool Negates => true;

    internal override IEnumerable<FieldIs> Necessary => [];

    internal override string Text(CompiledDefinitions definitions) => "None of:";

    internal override Test Compile(PredicateCompiler compiler) => Policies.Engines.Groups.None(compiler.Ordered(Items));
}
