using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>Conditions are equal if they say the same.</summary>
public sealed class ConditionEquality : IEqualityComparer<Condition>
{
    private ConditionEquality()
    {
    }

    public static ConditionEquality Instance { get; } = new();

    public bool Equals(Condition? x, Condition? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.Says(y));

    public int GetHashCode(Condition condition) => condition.SaysHash();
}
