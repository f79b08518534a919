using CxOrchestrator.Rules.Journeys;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class Turn
{
    /// <summary>An instance entered a stage: waits for it to stay there begin, those of the stage before end.</summary>
    private void Stay(TouchpointEffects effects, JourneyInstance instance)
    {
        LeaveStage(instance);
        foreach (var plan in Definitions.Waits.Stayed[(instance.Journey, instance.Stage)])
        {
            var wait = About(effects, plan.Kept, WaitKind.Stayed, plan.Key, instance.Correlation, At + plan.Trigger.For) with
            {
                BeganAt = At,
                Journey = instance.Journey,
                Instance = instance.Correlation,
                Run = instance.Run,
            };
            Begin(plan.Policy, wait, effects.Touchpoint.Type, effects.Touchpoint, plan.Kept);
        }
    }

    /// <summary>An instance is no longer where it was.</summary>
    private void LeaveStage(JourneyInstance instance)
    {
        foreach (var wait in _fold.Waits)
        {
            if (wait.Kind == WaitKind.Stayed
                && string.Equals(wait.Journey, instance.Journey, StringComparison.Ordinal) && string.Equals(wait.Instance, instance.Correlation, StringComparison.Ordinal))
            {
                Emit(new WaitChanged { At = At, Change = WaitChange.Ended, Wait = wait });
            }
        }
    }
}
