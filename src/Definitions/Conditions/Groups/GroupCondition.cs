using System.Collections.Immutable;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Definitions.Conditions;

/// <summary><c>all:</c>, <c>any:</c> and <c>none:</c>, each with a list of conditions.</summary>
internal sealed class GroupCondition : ConditionWord
{
    private readonly Func<ImmutableArray<Condition>, Condition> _of;

    private GroupCondition(string name, Func<ImmutableArray<Condition>, Condition> of)
        : base(name) => _of = of;

    public static GroupCondition All { get; } = new("all", static items => new AllOf { Items = items });

    public static GroupCondition Any { get; } = new("any", static items => new AnyOf { Items = items });

    public static GroupCondition None { get; } = new("none", static items => new NoneOf { Items = items });

    public override WordForm? Form => null;

    public override ImmutableArray<Shape> Shapes => [];

    public override Condition? Read(ConditionReading reading, MapEntry entry) => _of(reading.Group(entry));
}
