namespace CxOrchestrator.Rules.Conditions;

/// <summary>Whether conditions hold.</summary>
public static class Conditional
{
    public static bool Holds(Condition condition, Facts facts) => condition.Holds(facts);
}
