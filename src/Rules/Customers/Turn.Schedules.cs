using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class Turn
{
    // Whether the customer is in the segment is asked here and not by who told of it: this is the state that is decided on.
    private void DecideScheduled(Touchpoint due)
    {
        foreach (var (policy, trigger) in Definitions.Schedules)
        {
            if (DueSchedules.IsOf(due, policy, trigger) && DueSchedules.IsMember(State, Definitions, trigger.Segment, At))
            {
                _candidates.Add(new(policy, due.Identity.ToString(), Wording.Of(trigger, Definitions), null, null));
            }
        }

        DecideCandidates(new TouchpointEffects(due, null));
    }
}
