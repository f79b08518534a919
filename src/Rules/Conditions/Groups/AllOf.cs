using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>All of these; none at all holds.</summary>
public sealed record AllOf : ConditionGroup
{
    public override bool Holds(Facts facts)
    {
        foreach (var item in Items)
        {
            if (!item.Holds(facts))
            {
                return false;
            }
        }

        return true;
    }

    public override bool MayHold(Touchpoint returned) => Items.All(i => i.MayHold(returned));

    internal override bool Negates => false;

    internal override IEnumerable<FieldIs> Necessary => Items.SelectMany(i => i.Necessary);

    internal override string Text(CompiledDefinitions definitions) => "All of:";

    internal override Test Compile(PredicateCompiler compiler) => Policies.Engines.Groups.All(compiler.Ordered(Items));
}
