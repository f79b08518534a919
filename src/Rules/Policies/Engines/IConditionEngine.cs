using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>Decides whether the conditions of policies hold. Triggers, limits and actions are the same with every engine.</summary>
public interface IConditionEngine
{
    /// <summary>
    /// Whether policies are looked up by their distinguishing tests before the engine is asked. Without it the engine sees every policy
    /// that something triggered; the decisions are the same.
    /// </summary>
    bool Indexed { get; }

    /// <summary>Rule classes that take part in deciding, for whatever policies.</summary>
    ImmutableArray<RuleClass> RuleClasses => [];

    /// <summary>Makes the conditions of a set ready, once per publication.</summary>
    IPolicyConditions Compile(CompiledDefinitions definitions);
}
