using System.Collections.Immutable;
using System.Diagnostics;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

/// <summary>Pending waits: they begin, fall due, are held while their policy is paused, and never end without a trace.</summary>
internal sealed partial class Turn
{
    /// <summary>How long a held wait rests at least before it is asked again; each time for as long as it has been held so far.</summary>
    private static readonly TimeSpan AskHeldAfterMin = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan AskHeldAfterMax = TimeSpan.FromHours(1);

    /// <summary>Begins a wait, in place of one for the same; at the bound a decision says that it does not begin.</summary>
    private void Begin(PolicyDefinition policy, PolicyWait wait, string because, Touchpoint? touchpoint, ImmutableArray<string> kept)
    {
        wait = wait with { Policy = policy.Id };
        if (FindWait(wait.Kind, wait.Trigger, wait.Correlation) is null && _fold.Waits.Count(w => w.Fires) >= CustomerState.WaitsMax)
        {
            EmitHeld(policy.Id, policy.Version, wait, because, HoldReason.WaitsFull, $"The customer has {CustomerState.WaitsMax} pending waits, the most there may be", null);
            return;
        }

        Emit(new WaitChanged { At = At, Change = WaitChange.Set, Wait = wait });
        foreach (var (field, value, why) in touchpoint is null ? [] : NamedFields.NotKept(touchpoint, kept))
        {
            Emit(ValueUnread.Of(At, field, value, why));
        }
    }

    private void FireWait(PolicyWait wait)
    {
        var step = wait.Kind == WaitKind.Step ? Definitions.Waits.Steps.GetValueOrDefault(wait.Trigger) : null;
        var policy = wait.Kind == WaitKind.Step ? step?.Policy : Definitions.Waits.Policies.GetValueOrDefault(wait.Trigger);
        if (policy is null)
        {
            Drop(wait);
        }
        else if (!policy.Enabled)
        {
            Hold(policy, wait);
        }
        else if (step is not null)
        {
            FireStep(step, wait);
        }
        else
        {
            FireTrigger(policy, wait);
        }
    }

    // Nothing in the documents waits for it any more.
    private void Drop(PolicyWait wait)
    {
        var policy = wait.Policy is { } id ? Definitions.Policy(id) : null;
        var text = wait.Kind == WaitKind.Step
            ? policy is null ? "The policy is no longer published" : $"Step {wait.Step} is no longer part of the policy"
            : policy is null ? "The policy is no longer published" : "The policy no longer waits for this";
        Emit(new WaitChanged { At = At, Change = WaitChange.Dropped, Wait = wait, Note = text });
        if (wait.Policy is { } name)
        {
            EmitHeld(name, policy?.Version ?? 0, wait, BecauseOf(wait), HoldReason.StepGone, text, null);
        }
    }

    /// <summary>Holds what fell due while the policy is paused, until it is resumed or the wait expires.</summary>
    private void Hold(PolicyDefinition policy, PolicyWait wait)
    {
        var since = wait.HeldSince ?? At;
        var expires = since + policy.ExpiresAfter;
        if (wait.HeldSince is not null && At >= expires)
        {
            var text = $"The policy was paused for longer than {Wording.Of(policy.ExpiresAfter)}";
            Emit(new WaitChanged { At = At, Change = WaitChange.Dropped, Wait = wait, Note = text });
            EmitHeld(policy.Id, policy.Version, wait, BecauseOf(wait), HoldReason.Expired, text, null);
            return;
        }

        var rest = At - since;
        rest = rest < AskHeldAfterMin ? AskHeldAfterMin : rest > AskHeldAfterMax ? AskHeldAfterMax : rest;
        var next = At + rest < expires ? At + rest : expires;
        Emit(new WaitChanged { At = At, Change = WaitChange.Held, Wait = wait with { HeldSince = since, DueAt = next }, Note = "The policy is paused" });
        if (wait.HeldSince is null)
        {
            EmitHeld(policy.Id, policy.Version, wait, BecauseOf(wait), HoldReason.PolicyPaused, "The policy is paused", next);
        }
    }

    private void FireTrigger(PolicyDefinition policy, PolicyWait wait)
    {
        Emit(new WaitChanged { At = At, Change = WaitChange.Fired, Wait = wait });
        var instance = wait.Journey is null ? null : Find(wait.Journey, wait.Instance);
        var cause = wait.Kind switch
        {
            WaitKind.Absence => $"absence:{wait.Trigger}/{wait.Cause}",
            WaitKind.Stayed => $"stayed:{wait.Trigger}/{wait.Instance}/{wait.Run}/{wait.Cause}",
            _ => throw new UnreachableException($"{wait.Kind} fires no trigger."),
        };
        _candidates.Add(new(policy, cause, BecauseOf(wait), instance, null) { Touchpoint = NamedFields.Rebuild(wait, State.Customer) });
        DecideCandidates(null);
    }

    private string BecauseOf(PolicyWait wait) => wait.Kind switch
    {
        WaitKind.Absence => $"Nothing followed {wait.Type}",
        WaitKind.Stayed => $"Stayed in stage {(wait.Journey is null ? null : Find(wait.Journey, wait.Instance))?.Stage}",
        _ => wait.EndedBy ?? $"The wait at step {wait.Step} was over",
    };

    private void EmitHeld(string policy, int version, PolicyWait wait, string because, HoldReason reason, string text, DateTimeOffset? nextAt)
    {
        var cause = (wait.Kind == WaitKind.Step ? wait.Correlation : wait.Cause) ?? wait.Trigger;
        EmitHeld(policy, version, cause, because, reason, text, nextAt, (wait.Journey, wait.Instance));
    }

    private void EmitHeld(
        string policy, int version, string cause, string because, HoldReason reason, string text, DateTimeOffset? nextAt = null, (string? Journey, string? Correlation) of = default) =>
        Emit(new PolicyDecided
        {
            At = At,
            Decision = new PolicyDecision
            {
                Policy = policy,
                PolicyVersion = version,
                Outcome = PolicyOutcome.Held,
                At = At,
                Cause = cause,
                Because = because,
                Journey = of.Journey,
                Correlation = of.Correlation,
                Reason = reason,
                Limit = text,
                NextAt = nextAt,
            },
        });
}
