using System.Collections.Immutable;
using CxOrchestrator.Rules.Guardrails;

namespace CxOrchestrator.Rules.Policies;

/// <summary>An action of a policy and its place among all of the policy's actions, those of variants and after waits included.</summary>
/// <param name="Template">What to do.</param>
/// <param name="Ordinal">From 0, in the order of the document.</param>
/// <param name="Then">Of a wait: what follows when what it waits for comes.</param>
/// <param name="Otherwise">Of a wait: what follows when the time is over.</param>
public sealed record PlannedAction(ActionTemplate Template, int Ordinal, ImmutableArray<PlannedAction> Then, ImmutableArray<PlannedAction> Otherwise)
{
    /// <summary>Of a wait: what follows when nothing before it could be sent.</summary>
    public ImmutableArray<PlannedAction> Unsent { get; init; } = [];

    /// <summary>Of a wait: the id of its step, given by the document or made of its place among the waits; unique within its variant.</summary>
    public string Step { get; init; } = "";

    /// <summary>The variant that it is of; null where the policy has none.</summary>
    public string? Variant { get; init; }

    /// <summary>
    /// What names the action in its id: the ordinal of one that is decided at once; of one after a wait the step and the place after it, so
    /// that an edit of what comes before does not give it the id of another.
    /// </summary>
    public required string Place { get; init; }
}

/// <summary>A policy's actions with their places.</summary>
public sealed class ActionPlan
{
    private readonly ImmutableArray<(PolicyVariant? Variant, ImmutableArray<PlannedAction> Actions)> _ways;
    private readonly string _policy;

    public ActionPlan(PolicyDefinition policy)
    {
        _policy = policy.Id;
        var all = ImmutableArray.CreateBuilder<PlannedAction>();
        _ways = policy.Variants.IsEmpty
            ? [(null, new Planning(all, null, policy.Actions).Plan(policy.Actions, null, WaitTemplate.MadeId))]
            : [.. policy.Variants.Select(v => ((PolicyVariant?)v, new Planning(all, v.Id, v.Actions).Plan(v.Actions, null, WaitTemplate.MadeId)))];
        All = all.DrainToImmutable();
    }

    /// <summary>In the order of their ordinals.</summary>
    public ImmutableArray<PlannedAction> All { get; }

    /// <summary>
    /// The variant and the actions that a customer gets; the variant is null where the policy has none. Drawn by the ids of policy, variant
    /// and customer and by weight (weighted rendezvous hashing, Schindelhauer and Schomaker 2005): the order of the variants does not matter,
    /// and one that is added, removed or weighs more moves only the customers that its share demands.
    /// </summary>
    public (PolicyVariant? Variant, ImmutableArray<PlannedAction> Actions) For(string customer)
    {
        var (best, least) = (_ways[0], double.PositiveInfinity);
        for (var i = 0; _ways.Length > 1 && i < _ways.Length; i++)
        {
            var variant = _ways[i].Variant!;
            var score = Score(variant, customer);
            if (score < least || (score == least && string.CompareOrdinal(variant.Id, best.Variant!.Id) < 0))
            {
                (best, least) = (_ways[i], score);
            }
        }

        return best;
    }

    // Exponentially distributed with the weight as its rate: the least of them is each one's with its share of the weights.
    private double Score(PolicyVariant variant, string customer)
    {
        const double range = 1UL << 53;
        var uniform = ((StableHash.Hash("variant", _policy, variant.Id, customer) >> 11) + 0.5) / range;
        return -Math.Log(uniform) / variant.Weight;
    }

    private sealed class Planning(ImmutableArray<PlannedAction>.Builder all, string? variant, ImmutableArray<ActionTemplate> actions)
    {
        private readonly HashSet<string> _given = [.. Given(actions)];

        public ImmutableArray<PlannedAction> Plan(ImmutableArray<ActionTemplate> actions, string? after, string made)
        {
            var planned = ImmutableArray.CreateBuilder<PlannedAction>(actions.Length);
            foreach (var action in actions)
            {
                var ordinal = all.Count;
                all.Add(null!);
                var wait = action as WaitTemplate;
                var step = wait is null ? "" : wait.Id ?? WaitTemplate.Free(made, _given);
                all[ordinal] = new(
                    action, ordinal,
                    wait is null ? [] : Plan(wait.Then, $"{variant}/{step}/then", $"{made}-then"),
                    wait is null ? [] : Plan(wait.Otherwise, $"{variant}/{step}/otherwise", $"{made}-otherwise"))
                {
                    Unsent = wait is null ? [] : Plan(wait.Unsent, $"{variant}/{step}/unsent", $"{made}-unsent"),
                    Step = step,
                    Variant = variant,
                    Place = after is null ? ordinal.ToString(System.Globalization.CultureInfo.InvariantCulture) : $"{after}/{planned.Count}",
                };
                planned.Add(all[ordinal]);
            }

            return planned.DrainToImmutable();
        }

        private static IEnumerable<string> Given(ImmutableArray<ActionTemplate> actions) =>
            actions.OfType<WaitTemplate>().SelectMany(w => Given(w.Then).Concat(Given(w.Otherwise)).Concat(Given(w.Unsent)).Concat(w.Id is { } id ? [id] : []));
    }
}
