using System.Collections.Immutable;
using System.Diagnostics;
using CxOrchestrator.Rules.Customers;

namespace CxOrchestrator.Rules.Policies;

/// <summary>A customer who waits in a policy, and what becomes of the wait under other documents.</summary>
/// <param name="Step">The step, or <c>absence</c> or <c>stageStayed</c>.</param>
/// <param name="Variant">Of the policy; null where it has none.</param>
/// <param name="Continues">The other documents have it; else a decision will say that it is gone.</param>
public readonly record struct WaitOutcome(string Step, string? Variant, bool Continues);

/// <summary>What an edit means for those who wait.</summary>
public static class WaitOutcomes
{
    /// <summary>The pending waits of a customer in a policy.</summary>
    /// <param name="state">The customer.</param>
    /// <param name="policy">Its id.</param>
    /// <param name="current">What is published.</param>
    /// <param name="next">What is to be published.</param>
    public static IEnumerable<WaitOutcome> Of(CustomerState state, string policy, CompiledDefinitions current, CompiledDefinitions next)
    {
        foreach (var wait in state.Waits)
        {
            if (!wait.Fires)
            {
                continue;
            }

            var step = wait.Kind == WaitKind.Step ? current.Waits.Steps.GetValueOrDefault(wait.Trigger) : null;
            var owner = wait.Policy ?? step?.Policy.Id ?? current.Waits.Policies.GetValueOrDefault(wait.Trigger)?.Id;
            if (!string.Equals(owner, policy, StringComparison.Ordinal))
            {
                continue;
            }

            yield return wait.Kind switch
            {
                WaitKind.Step => new(wait.Step ?? step?.Planned.Step ?? "", step?.Planned.Variant, next.Waits.Steps.ContainsKey(wait.Trigger)),
                WaitKind.Absence => new("absence", null, next.Waits.Policies.ContainsKey(wait.Trigger)),
                WaitKind.Stayed => new("stageStayed", null, next.Waits.Policies.ContainsKey(wait.Trigger)),
                _ => throw new UnreachableException($"No outcome of {wait.Kind}."),
            };
        }
    }
}
