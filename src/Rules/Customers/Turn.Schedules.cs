using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class Turn
{
    // Whether the customer is in the segment is asked here and not by who told of it: this is the state that is decided on.
    private void DecideScheduled(Touchpoint due)
    {
        foreach (var (policy, trigger) in Definitions.AllSchedules)
        {
            if (!DueSchedules.IsOf(due, policy, trigger) || !DueSchedules.IsMember(State, Definitions, trigger.Segment, At))
            {
                continue;
            }

            if (!policy.Enabled)
            {
                // Paused between the telling and the applying: the occurrence does not come again.
                EmitPaused(policy, due.Identity.ToString(), Wording.Of(trigger, Definitions));
            }
            else
            {
                _candidates.Add(new(policy, due.Identity.ToString(), Wording.Of(trigger, Definitions), null, null));
            }
        }

        DecideCandidates(new TouchpointEffects(due, null));
    }

    private void EmitPaused(PolicyDefinition policy, string cause, string because) => Emit(new PolicyDecided
    {
        At = At,
        Decision = new PolicyDecision
        {
            Policy = policy.Id,
            PolicyVersion = policy.Version,
            Outcome = PolicyOutcome.Held,
            At = At,
            Cause = cause,
            Because = because,
            Reason = HoldReason.PolicyPaused,
            Limit = "The policy is paused",
        },
    });
}
