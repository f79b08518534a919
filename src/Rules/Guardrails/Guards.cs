using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>The limits that may hold an action for a time: what admission asks and what an explanation shows.</summary>
internal static class Guards
{
    /// <summary>How long a promotion waits before it is asked again while a case or a low point is open: each asking is an entry in the customer's history.</summary>
    public static readonly TimeSpan AskMutedAfter = TimeSpan.FromHours(1);

    /// <summary>How long a callback waits before it is asked again where its queue is full of open cases.</summary>
    public static readonly TimeSpan AskQueueAfter = TimeSpan.FromMinutes(15);

    // Each look moves on by at least one limit; a day of quiet hours, caps and budgets settles in a few.
    private const int LooksMax = 64;

    /// <summary>In the order in which they are named where several hold.</summary>
    public static IEnumerable<Guard> Of(CustomerState state, CompiledDefinitions definitions, GuardedAction action, AdmissionFacts facts, DateTimeOffset now)
    {
        if (facts.KillSwitch)
        {
            yield return Open(HoldReason.KillSwitch, "All sending is stopped", now + Admission.AskAgainAfter);
        }

        if (facts.StoppedPolicies.Contains(action.Policy))
        {
            yield return Open(HoldReason.PolicyStopped, "The policy is stopped", now + Admission.AskAgainAfter);
        }

        if (facts.MutedUntil is { } muted && muted > now)
        {
            yield return Until(HoldReason.Muted, "An operator muted the customer", muted);
        }

        if (state.Mute is { } mute && mute.Until > now && !string.Equals(mute.By, action.Policy, StringComparison.Ordinal))
        {
            yield return Until(HoldReason.Muted, $"The policy {mute.By} muted all others", mute.Until);
        }

        foreach (var guard in OfCategory(state, definitions.Set.Guardrails, action, facts, now))
        {
            yield return guard;
        }

        foreach (var guard in OfReach(state, definitions.Set.Guardrails, action))
        {
            yield return guard;
        }

        foreach (var guard in OfShared(definitions.Set.Guardrails, action, facts, now))
        {
            yield return guard;
        }
    }

    /// <summary>The earliest moment, not before the given one, that every limit lets pass.</summary>
    public static DateTimeOffset PassesAt(IReadOnlyCollection<Guard> guards, DateTimeOffset at)
    {
        for (var look = 0; look < LooksMax; look++)
        {
            var before = at;
            foreach (var guard in guards)
            {
                at = guard.PassesAt(at);
            }

            if (at == before)
            {
                break;
            }
        }

        return at;
    }

    private static IEnumerable<Guard> OfCategory(CustomerState state, GuardrailSettings settings, GuardedAction action, AdmissionFacts facts, DateTimeOffset now)
    {
        if (action.Category != PolicyCategory.Promotion)
        {
            yield break;
        }

        if (settings.OpenCaseMutes && facts.OpenCase)
        {
            yield return Open(HoldReason.OpenCase, "No promotions while a case is open", now + AskMutedAfter);
        }

        if (settings.OpenLowPointMutes && state.WorstLowPoint is not null)
        {
            yield return Open(HoldReason.OpenLowPoint, "No promotions while a low point is open", now + AskMutedAfter);
        }
    }

    // What reaches the customer: messages and offers.
    private static IEnumerable<Guard> OfReach(CustomerState state, GuardrailSettings settings, GuardedAction action)
    {
        if (action.Channel is not { } channel)
        {
            yield break;
        }

        if (settings.QuietHours is { } quiet && quiet.Concerns(channel, action.Category) && !action.Exempt.HasFlag(Exemptions.QuietHours))
        {
            var zone = CustomerZones.Of(state.Profile, quiet.FallbackZone);
            yield return new Guard(HoldReason.QuietHours, quiet.Text(zone), at => quiet.PassesAt(at, zone, action.Seed));
        }

        if (!action.Counts)
        {
            yield break;
        }

        foreach (var cap in settings.Caps)
        {
            if (cap.Concerns(channel, action.Category))
            {
                yield return Cap(cap);
            }
        }

        // A cap is exact only over moments that are kept: where there is one, nobody gets more than are.
        if (!settings.Caps.IsEmpty)
        {
            yield return Cap(FrequencyCap.Ceiling);
        }

        Guard Cap(FrequencyCap cap) => new(HoldReason.Cap, cap.Text, at => cap.PassesAt(state.Admitted, at));
    }

    private static IEnumerable<Guard> OfShared(GuardrailSettings settings, GuardedAction action, AdmissionFacts facts, DateTimeOffset now)
    {
        foreach (var use in SharedLimits.Of(action, settings, now))
        {
            var full = facts.FullLimits.Contains(use.Limit);
            var ends = use.EndsAt ?? now + AskQueueAfter;
            yield return new Guard(ReasonOf(use), TextOf(use, action), at => full && at < ends ? ends : at) { IsOpenEnded = SharedLimits.IsBreaker(use) || use.EndsAt is null };
        }
    }

    private static HoldReason ReasonOf(LimitUse use) => KindOf(use) switch
    {
        "fired" => HoldReason.PolicyStopped,
        "budget" or "actions" => HoldReason.Budget,
        _ => HoldReason.Queue,
    };

    private static string KindOf(LimitUse use) => use.Limit[..use.Limit.IndexOf(':', StringComparison.Ordinal)];

    private static string TextOf(LimitUse use, GuardedAction action) => KindOf(use) switch
    {
        "fired" => "A breaker stops the policy where it acts far more often than is usual at that time",
        "budget" => FormattableString.Invariant($"The policy's offers come to at most {use.Max / 100m:0.00} {action.Budget!.Currency} a day"),
        "actions" => $"The policy acts at most {use.Max} times a day",
        "hour" => $"Queue {action.Queue} takes at most {use.Max} callbacks an hour",
        "day" => $"Queue {action.Queue} takes at most {use.Max} callbacks a day",
        _ => $"Queue {action.Queue} has at most {use.Max} open cases",
    };

    private static Guard Open(HoldReason reason, string text, DateTimeOffset askAgain) => Until(reason, text, askAgain) with { IsOpenEnded = true };

    private static Guard Until(HoldReason reason, string text, DateTimeOffset until) => new(reason, text, at => at < until ? until : at);
}
