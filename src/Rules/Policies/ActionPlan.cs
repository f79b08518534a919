using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace CxOrchestrator.Rules.Policies;

/// <summary>An action of a policy and its place among all of the policy's actions, those of variants and after waits included: the ordinal in the action's id.</summary>
/// <param name="Template">What to do.</param>
/// <param name="Ordinal">From 0, in the order of the document.</param>
/// <param name="Then">Of a wait: what follows when what it waits for comes.</param>
/// <param name="Otherwise">Of a wait: what follows when the time is over.</param>
public sealed record PlannedAction(ActionTemplate Template, int Ordinal, ImmutableArray<PlannedAction> Then, ImmutableArray<PlannedAction> Otherwise);

/// <summary>A policy's actions with their ordinals.</summary>
public sealed class ActionPlan
{
    private readonly ImmutableArray<(PolicyVariant? Variant, ImmutableArray<PlannedAction> Actions)> _ways;
    private readonly string _policy;
    private readonly int _weights;

    public ActionPlan(PolicyDefinition policy)
    {
        _policy = policy.Id;
        var all = ImmutableArray.CreateBuilder<PlannedAction>();
        _ways = policy.Variants.IsEmpty
            ? [(null, Plan(policy.Actions, all))]
            : [.. policy.Variants.Select(v => ((PolicyVariant?)v, Plan(v.Actions, all)))];
        _weights = policy.Variants.Sum(v => v.Weight);
        All = all.DrainToImmutable();
    }

    /// <summary>In the order of their ordinals.</summary>
    public ImmutableArray<PlannedAction> All { get; }

    /// <summary>The variant and the actions that a customer gets; the variant is null where the policy has none.</summary>
    public (PolicyVariant? Variant, ImmutableArray<PlannedAction> Actions) For(string customer)
    {
        if (_ways.Length == 1)
        {
            return _ways[0];
        }

        // Policy and customer alone decide: a new version with the same weights gives everybody what they had.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"variant|{_policy.Length}:{_policy}|{customer}"));
        var draw = BitConverter.ToUInt32(hash) % (uint)_weights;
        foreach (var way in _ways)
        {
            if (draw < way.Variant!.Weight)
            {
                return way;
            }

            draw -= (uint)way.Variant.Weight;
        }

        throw new System.Diagnostics.UnreachableException("The draw is below the sum of the weights.");
    }

    private static ImmutableArray<PlannedAction> Plan(ImmutableArray<ActionTemplate> actions, ImmutableArray<PlannedAction>.Builder all)
    {
        var planned = ImmutableArray.CreateBuilder<PlannedAction>(actions.Length);
        foreach (var action in actions)
        {
            var ordinal = all.Count;
            all.Add(null!);
            var wait = action as WaitTemplate;
            all[ordinal] = new(action, ordinal, wait is null ? [] : Plan(wait.Then, all), wait is null ? [] : Plan(wait.Otherwise, all));
            planned.Add(all[ordinal]);
        }

        return planned.DrainToImmutable();
    }
}
