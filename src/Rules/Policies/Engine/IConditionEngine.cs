using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies.Engine;

/// <summary>Makes the conditions of a set of documents executable. All engines decide the same; they differ in what they cost.</summary>
public interface IConditionEngine
{
    /// <summary>As settings name it.</summary>
    string Name { get; }

    /// <summary>Called once for each publication.</summary>
    IConditionSet Compile(CompiledDefinitions definitions);
}

/// <summary>The conditions of a set of documents. Safe from many threads.</summary>
public interface IConditionSet
{
    /// <summary>
    /// Whether each policy's conditions hold. May throw where an engine runs code that documents do not hold; the policy asked for alone then
    /// tells which one it was.
    /// </summary>
    /// <param name="policies">Of the set that was compiled, in the order of deciding.</param>
    /// <param name="facts">The same for all of them.</param>
    /// <param name="holds">As many as policies.</param>
    void Evaluate(ReadOnlySpan<PolicyDefinition> policies, Facts facts, Span<bool> holds);
}
