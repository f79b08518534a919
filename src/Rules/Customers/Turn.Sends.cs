using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

/// <summary>What became of the messages and offers before a wait: who got none of them did not leave one unanswered.</summary>
internal sealed partial class Turn
{
    /// <summary>Of an action's id, so much as tells the few before one wait apart.</summary>
    private const int SendNameLength = 12;

    private static bool IsSend(DecidedAction action) => action.Kind is ActionKind.Message or ActionKind.Offer;

    private static string SendName(string action) => action.Length <= SendNameLength ? action : action[..SendNameLength];

    /// <summary>The wait with those before it in its list; where there are none, with those before the wait that it follows.</summary>
    private static PolicyWait Following(PolicyWait step, List<DecidedAction> sends, PolicyWait? before) => sends.Count > 0
        ? step with { Pending = [.. sends.Select(s => SendName(s.Id))], SendsUntil = sends.Max(s => s.ExpiresAt) }
        : before is { SendsUntil: not null }
            ? step with { Pending = before.Pending, Held = before.Held, Sent = before.Sent, SentNames = before.SentNames, SendsUntil = before.SendsUntil, Unsent = before.Unsent }
            : step;

    /// <summary>Notifies the waits after it what admission said of a message or offer.</summary>
    private void NoteSend(DecidedAction action, AdmissionAnswer answer)
    {
        if (!IsSend(action))
        {
            return;
        }

        var name = SendName(action.Id);
        foreach (var wait in _fold.Waits)
        {
            if (wait is { Kind: WaitKind.Step, SendsUntil: not null } && (wait.Pending.Contains(name) || wait.Held.Contains(name)))
            {
                Note(wait, Answered(wait, name, action, answer));
            }
        }
    }

    /// <summary>Notifies the waits after it that a message or offer was let through and did not arrive.</summary>
    private void NoteFailedDelivery(Touchpoint touchpoint)
    {
        if (touchpoint.Attributes[FailedDeliveries.ActionAttribute] is not { Kind: ScalarKind.Text, Text: { } action })
        {
            return;
        }

        var name = SendName(action);
        foreach (var wait in _fold.Waits)
        {
            if (wait is { Kind: WaitKind.Step, SendsUntil: not null } && wait.SentNames.IndexOf(name) is >= 0 and var place)
            {
                var sent = wait.Sent.RemoveAt(wait.Sent.Length - wait.SentNames.Length + place);
                Note(wait, wait with { Sent = sent, SentNames = wait.SentNames.RemoveAt(place), Unsent = "it could not be delivered" });
            }
        }
    }

    /// <summary>
    /// A step of a message that is none of those before the wait: a click on another policy's message answers nothing here. A wait that has no messages
    /// before it may be for anybody's.
    /// </summary>
    private static bool IsOfOtherMessage(Touchpoint touchpoint, PolicyWait wait) =>
        wait.SendsUntil is not null && MessageSteps.Is(touchpoint)
        && touchpoint.Attributes[MessageSteps.ActionAttribute] is { Kind: ScalarKind.Text, Text: { } action }
        && SendName(action) is var name && !wait.SentNames.Contains(name) && !wait.Pending.Contains(name) && !wait.Held.Contains(name);

    private void Note(PolicyWait wait, PolicyWait next)
    {
        var step = Definitions.Waits.Steps.GetValueOrDefault(wait.Trigger);
        if (next.Overdue && !next.Sent.IsEmpty)
        {
            next = next with { Overdue = false, DueAt = At + (step?.Wait.For ?? TimeSpan.Zero) };
        }
        else if (next.Pending.IsEmpty && next.Held.IsEmpty && next.Sent.IsEmpty && wait.HeldSince is null && (next.Overdue || step?.Planned.Unsent.IsEmpty == false))
        {
            // There is nothing to wait for.
            next = next with { DueAt = At < next.DueAt ? At : next.DueAt };
        }

        if (next != wait)
        {
            Emit(new WaitChanged { At = At, Change = WaitChange.Noted, Wait = next });
        }
    }

    private static PolicyWait Answered(PolicyWait wait, string name, DecidedAction action, AdmissionAnswer answer)
    {
        var next = wait with { Pending = wait.Pending.Remove(name), Held = wait.Held.Remove(name) };
        return answer.Result switch
        {
            AdmissionResult.Admitted => next with { Sent = next.Sent.Add(action.Channel!), SentNames = next.SentNames.Add(name) },
            AdmissionResult.Held => next with { Held = next.Held.Add(name), Unsent = WhyUnsent(action, answer) },
            _ => next with { Unsent = WhyUnsent(action, answer) },
        };
    }

    /// <summary>Every message and offer before the wait was held or refused, could not be delivered, or bounced.</summary>
    private bool IsUnsent(PolicyWait wait) => wait.SendsUntil is not null && wait.Pending.IsEmpty && wait.Sent.All(channel => Bounced(channel, wait.BeganAt));

    private bool Bounced(string channel, DateTimeOffset since) => State.Suppressions.Any(s =>
        !s.Restored && s.At >= since && s.Reason.StartsWith(Suppressions.BouncedWord, StringComparison.Ordinal)
        && (s.Channel == Suppression.AllChannels || string.Equals(s.Channel, channel, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The time of a wait is over whose messages did not reach the customer. True: that decides how it goes on.</summary>
    private bool FireUnsent(StepPlan step, PolicyWait wait)
    {
        // A wait for time alone claims nothing: it goes on as its document says, unless that speaks of this.
        if (wait.EndedBy is not null || (step.Wait.Until.IsEmpty && step.Planned.Unsent.IsEmpty) || !IsUnsent(wait))
        {
            return false;
        }

        if (wait.Held.Length > 0 && At <= wait.SendsUntil)
        {
            Emit(new WaitChanged { At = At, Change = WaitChange.Noted, Wait = wait with { Overdue = true, DueAt = wait.SendsUntil.Value.AddMilliseconds(1) } });
            return true;
        }

        var why = wait.Sent.IsEmpty ? wait.Unsent ?? "it expired" : "it bounced";
        var nothing = step.Planned.Unsent.IsEmpty;
        Emit(new WaitChanged
        {
            At = At,
            Change = WaitChange.Fired,
            Wait = wait,
            Note = nothing ? $"The messages before it could not be sent ({why}): nothing more is done" : null,
        });
        if (!nothing)
        {
            ResumeStep(step, wait with { SendsUntil = null }, step.Planned.Unsent, $"Could not be sent: {why}");
        }
        else if (!step.Planned.Otherwise.IsEmpty)
        {
            EmitHeld(step.Policy.Id, step.Policy.Version, wait, BecauseOf(wait), HoldReason.NothingSent, $"The messages before the wait could not be sent: {why}", null);
        }

        return true;
    }

    private static string WhyUnsent(DecidedAction action, AdmissionAnswer answer) => ShortNames.Of(answer.Limit ?? answer.Reason switch
    {
        HoldReason.Consent => $"no consent for {action.Channel}",
        HoldReason.Expired => "it expired",
        HoldReason.Cooldown => "the policy acted too recently",
        HoldReason.KillSwitch => "all sending is stopped",
        HoldReason.PolicyStopped => "the policy is stopped",
        HoldReason.CustomerSuppressed => "the customer is suppressed",
        _ => $"{action.Channel} was not let through",
    });
}
