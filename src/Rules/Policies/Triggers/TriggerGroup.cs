using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>Policies that one thing asks at once.</summary>
/// <param name="Key">The same for all of them.</param>
/// <param name="Where">Comparisons of the touchpoint's fields that the trigger demands.</param>
internal sealed record TriggerGroup(string Key, ImmutableArray<FieldIs> Where);
