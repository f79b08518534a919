using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>The limits that may hold an action for a time: what admission asks and what an explanation shows.</summary>
internal static class Guards
{
    /// <summary>How long a promotion waits before it is asked again while a case or a low point is open: each asking is an entry in the customer's history.</summary>
    public static readonly TimeSpan AskSuppressedAfter = TimeSpan.FromHours(1);

    /// <summary>How long an action waits before it is asked again where a queue is full of open cases, or a pool has no code.</summary>
    public static readonly TimeSpan AskQueueAfter = TimeSpan.FromMinutes(15);

    /// <summary>How long an action waits before it is asked again while the customer's time zone is unknown: each asking is an entry in the customer's history.</summary>
    public static readonly TimeSpan AskZoneAfter = TimeSpan.FromHours(1);

    // Each look moves on by at least one limit; a day of quiet hours, caps and budgets settles in a few.
    private const int LooksMax = 64;

    /// <summary>In the order in which they are named where several hold.</summary>
    public static List<Guard> Of(CustomerState state, CompiledDefinitions definitions, GuardedAction action, AdmissionFacts facts, DateTimeOffset now)
    {
        var guards = new List<Guard>();
        if (facts.KillSwitch)
        {
            guards.Add(Open(HoldReason.KillSwitch, "All sending is stopped", now + Admission.AskAgainAfter));
        }

        if (facts.StoppedPolicies.Contains(action.Policy))
        {
            guards.Add(Open(HoldReason.PolicyStopped, "The policy is stopped", now + Admission.AskAgainAfter));
        }

        if (facts.SuppressedUntil is { } suppressed && suppressed > now)
        {
            guards.Add(new GuardUntil(HoldReason.CustomerSuppressed, "An operator suppressed the customer", suppressed));
        }

        if (state.PolicySuppression is { } suppression && suppression.Until > now && !string.Equals(suppression.By, action.Policy, StringComparison.Ordinal))
        {
            guards.Add(new GuardUntil(HoldReason.CustomerSuppressed, $"The policy {suppression.By} suppressed all others", suppression.Until));
        }

        AddCategory(guards, state, definitions.Set.Guardrails, action, facts, now);
        AddReach(guards, state, definitions.Set.Guardrails, action, now);
        AddShared(guards, definitions.Set.Guardrails, action, facts, now);
        return guards;
    }

    /// <summary>The earliest moment, not before the given one, that every limit lets pass.</summary>
    public static DateTimeOffset PassesAt(List<Guard> guards, DateTimeOffset at)
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

    private static void AddCategory(List<Guard> guards, CustomerState state, GuardrailSettings settings, GuardedAction action, AdmissionFacts facts, DateTimeOffset now)
    {
        if (action.Category != PolicyCategory.Promotion)
        {
            return;
        }

        if (settings.OpenCaseSuppresses && facts.OpenCase)
        {
            guards.Add(Open(HoldReason.OpenCase, "No promotions while a case is open", now + AskSuppressedAfter));
        }

        if (settings.OpenLowPointSuppresses && state.WorstLowPoint is not null)
        {
            guards.Add(Open(HoldReason.OpenLowPoint, "No promotions while a low point is open", now + AskSuppressedAfter));
        }
    }

    // What reaches the customer: messages and offers.
    private static void AddReach(List<Guard> guards, CustomerState state, GuardrailSettings settings, GuardedAction action, DateTimeOffset now)
    {
        if (action.Channel is not { } channel)
        {
            return;
        }

        if (settings.QuietHours is { } quiet && quiet.Concerns(channel, action.Category) && !action.Exempt.HasFlag(Exemptions.QuietHours))
        {
            var zone = CustomerZones.Of(state.Profile);
            guards.Add(zone is null && quiet.UnknownZone == UnknownZone.Closed
                ? Open(HoldReason.QuietHours, "The customer's time zone is unknown: nothing goes out until it is known", now + AskZoneAfter)
                : new QuietGuard(quiet.Countries.IsEmpty ? quiet : quiet.In(CustomerCountries.Of(state.Profile)), zone, action.Seed));
        }

        if (!action.Counts)
        {
            return;
        }

        foreach (var cap in settings.FrequencyCaps)
        {
            if (cap.Concerns(channel, action.Category))
            {
                guards.Add(new CapGuard(cap, state.Admitted));
            }
        }

        // A cap is exact only over moments that are kept: where there is one, nobody gets more than are.
        if (!settings.FrequencyCaps.IsEmpty)
        {
            guards.Add(new CapGuard(FrequencyCap.Ceiling, state.Admitted));
        }
    }

    private static void AddShared(List<Guard> guards, GuardrailSettings settings, GuardedAction action, AdmissionFacts facts, DateTimeOffset now)
    {
        foreach (var use in SharedLimits.Of(action, settings, now))
        {
            guards.Add(new SharedGuard(use, action, facts.FullLimits.Contains(use.Limit), use.EndsAt ?? now + AskQueueAfter) { IsOpenEnded = SharedLimits.IsBreaker(use) || use.EndsAt is null });
        }
    }

    private static GuardUntil Open(HoldReason reason, string text, DateTimeOffset askAgain) => new(reason, text, askAgain) { IsOpenEnded = true };
}
