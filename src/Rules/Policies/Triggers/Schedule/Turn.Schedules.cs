using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class Turn
{
    // Whether the customer is in the segment is asked here and not by the sender: this is the state that is decided on.
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
                // Paused after the occurrence was sent out: it does not come again.
                EmitHeld(policy.Id, policy.Version, due.Identity.ToString(), Wording.Of(trigger, Definitions), HoldReason.PolicyPaused, "The policy is paused");
            }
            else
            {
                _candidates.Add(new(policy, due.Identity.ToString(), Wording.Of(trigger, Definitions), null, null));
            }
        }

        DecideCandidates(new TouchpointEffects(due, null));
    }
}
