using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Policies;

/// <summary>Why a policy would or would not act for a customer now.</summary>
public sealed record Explanation
{
    public required PolicyDefinition Policy { get; init; }

    /// <summary>What triggers it, as text.</summary>
    public required ImmutableArray<string> Triggers { get; init; }

    /// <summary>Every condition, groups included, in the order of the document.</summary>
    public required ImmutableArray<ExplainedCondition> Conditions { get; init; }

    public required bool ConditionsHold { get; init; }

    public required ImmutableArray<ExplainedLimit> Limits { get; init; }
}

/// <summary>A condition and its value now.</summary>
/// <param name="Level">Depth of nesting, from 0.</param>
/// <param name="Text">As the document says it.</param>
/// <param name="Actual">The value now; null for a group.</param>
/// <param name="Holds">Whether it holds.</param>
public sealed record ExplainedCondition(int Level, string Text, string? Actual, bool Holds)
{
    /// <summary>Whether it is meant to hold; conditions in a group "none of" are not.</summary>
    public bool Wanted { get; init; } = true;

    /// <summary>
    /// It is other than it is meant to be, and so is every group around it: the policy would need it otherwise. What fails beside another of
    /// its group that suffices is not in the way.
    /// </summary>
    public bool InTheWay { get; init; }

    /// <summary>A rule class, which agrees or does not; its conditions follow.</summary>
    public bool IsRuleClass { get; init; }
}

/// <summary>A limit and whether it would hold the policy back now.</summary>
/// <param name="Reason">Which limit.</param>
/// <param name="Text">In words.</param>
/// <param name="Passes">It lets the policy act.</param>
/// <param name="NextAt">When it will pass, where that is known.</param>
public sealed record ExplainedLimit(HoldReason Reason, string Text, bool Passes, DateTimeOffset? NextAt);

/// <summary>Explains by the very functions that decide.</summary>
public static class Explanations
{
    /// <summary>Null for a policy that is not published.</summary>
    public static Explanation? Of(CustomerState state, CompiledDefinitions definitions, string policy, AdmissionFacts admission, DateTimeOffset at)
    {
        if (definitions.Policy(policy) is not { } definition)
        {
            return null;
        }

        var facts = new Facts(state, definitions, at) { Instance = state.Instances.LastOrDefault(i => i.IsOpen) };
        return new Explanation
        {
            Policy = definition,
            Triggers = [.. definition.Triggers.Select(t => Wording.Of(t, definitions))],
            Conditions = RuleClassLines.Conditions(definition, facts, out var agreed),
            ConditionsHold = Conditional.Holds(definition.When, facts) && agreed,
            Limits = [.. Limits(state, definitions, definition, admission, at)],
        };
    }

    /// <summary>Every condition, groups included, with its value at the facts' moment.</summary>
    public static ImmutableArray<ExplainedCondition> Conditions(Condition when, Facts facts)
    {
        var conditions = ImmutableArray.CreateBuilder<ExplainedCondition>();
        Add(conditions, when, facts, 0, wanted: true, blamed: true);
        return conditions.DrainToImmutable();
    }

    /// <summary>What acting now would take of limits that customers share: an explanation needs to know which of them are full.</summary>
    public static ImmutableArray<LimitUse> SharedLimits(CompiledDefinitions definitions, string policy, DateTimeOffset at) => definitions.Policy(policy) is not { } definition
        ? []
        :
        [
            .. definitions.Actions(definition).All
                .SelectMany(a => Guardrails.SharedLimits.Of(GuardedAction.Of(a.Template, a.Ordinal, definition), definitions.Set.Guardrails, at)).DistinctBy(u => u.Limit),
        ];

    private static void Add(ImmutableArray<ExplainedCondition>.Builder list, Condition condition, Facts facts, int level, bool wanted, bool blamed)
    {
        var holds = Conditional.Holds(condition, facts);
        var inTheWay = blamed && holds != wanted;
        if (condition is AllOf { Items.IsEmpty: true } || (condition is AllOf && level == 0))
        {
            // The document's own list: a line saying "all of" over everything tells nothing.
            level--;
        }
        else
        {
            list.Add(new(level, condition.Text(facts.Definitions), condition.Actual(facts), holds) { Wanted = wanted, InTheWay = inTheWay });
        }

        foreach (var item in condition.Inner)
        {
            Add(list, item, facts, level + 1, condition is ConditionGroup { Negates: true } ? !wanted : wanted, inTheWay);
        }
    }

    private static IEnumerable<ExplainedLimit> Limits(CustomerState state, CompiledDefinitions definitions, PolicyDefinition policy, AdmissionFacts admission, DateTimeOffset at)
    {
        foreach (var (guard, passes) in DecisionGuards.All(state, definitions, policy, at))
        {
            var text = passes || guard.Competitor is not { } winner ? guard.Text : $"{guard.Text}; {definitions.Policy(winner)?.Name ?? winner} acted";
            yield return new(guard.Reason, text, passes, passes ? null : guard.NextAt);
        }

        foreach (var channel in definitions.Actions(policy).All.Select(a => a.Template.ConsentChannel).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            var said = state.Profile.ConsentTo(channel, Admission.PurposeOf(policy.Category));
            var passes = said.Kind != Touchpoints.ScalarKind.None ? said.Flag : policy.Category == PolicyCategory.Service;
            var word = said.Kind == Touchpoints.ScalarKind.None ? "never answered for" : said.Flag ? "agreed to" : "refused";
            yield return new(HoldReason.Consent, $"The customer {word} {channel}", passes, null);
            if (Suppressions.Of(state, channel) is { } closed)
            {
                yield return new(HoldReason.ChannelSuppressed, closed, false, null);
            }
        }

        if (!admission.KillSwitch)
        {
            yield return new(HoldReason.KillSwitch, "Sending is on", true, null);
        }

        // As if each of its actions were asked for now; what several of them meet is listed once.
        var now = AdmittedMoments.NotBefore(state.Admitted, at);
        var seen = new HashSet<(HoldReason, string)>();
        foreach (var planned in definitions.Actions(policy).All)
        {
            foreach (var guard in Guards.Of(state, definitions, GuardedAction.Of(planned.Template, planned.Ordinal, policy), admission, now))
            {
                if (seen.Add((guard.Reason, guard.Text)))
                {
                    var next = guard.PassesAt(now);
                    yield return new(guard.Reason, guard.Text, next <= now, next <= now || guard.IsOpenEnded ? null : next);
                }
            }
        }
    }
}
