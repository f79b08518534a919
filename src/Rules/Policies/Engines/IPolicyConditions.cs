using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>The conditions of one set of documents, ready to be asked; safe from many threads.</summary>
public interface IPolicyConditions
{
    /// <summary>
    /// Whether the policy's conditions hold. Candidates of one input that share their facts are asked with the same object, so that what
    /// was found out for one serves the next. Whatever it throws is the policy's fault and concerns no other.
    /// </summary>
    bool Holds(PolicyDefinition policy, Facts facts);

    /// <summary>
    /// The rule classes about the policy, each with what it demands and whether that holds over the facts; empty where there are none. Throws
    /// what a class throws.
    /// </summary>
    ImmutableArray<ExplainedRuleClass> Explain(PolicyDefinition policy, Facts facts) => [];
}
