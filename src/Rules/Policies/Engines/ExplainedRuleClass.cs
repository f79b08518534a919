using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>A rule class over some facts.</summary>
/// <param name="Name">The class's name for people.</param>
/// <param name="Agrees">It lets the policy act.</param>
/// <param name="Conditions">What it demands, in the order of the class.</param>
public sealed record ExplainedRuleClass(string Name, bool Agrees, ImmutableArray<ExplainedRuleCondition> Conditions);

/// <summary>A condition of a rule class over some facts.</summary>
/// <param name="Text">In words.</param>
/// <param name="Holds">It holds; null: it was not evaluated, as one before it does not hold.</param>
public sealed record ExplainedRuleCondition(string Text, bool? Holds);
