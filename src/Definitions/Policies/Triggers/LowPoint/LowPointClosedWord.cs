using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>lowPointClosed</c>, or <c>lowPointClosed: {journey: order, outcome: recovered}</c>.</summary>
internal sealed class LowPointClosedWord() : FieldsTrigger(
    new("lowPointClosed", "A low point closes", "it was put right, or it faded", GroupValue.Empty)
    {
        Fields =
        [
            JourneyShapes.AnyJourney,
            new("outcome", "How", FormInput.Choice) { None = "either way", Choices = [("recovered", "put right"), ("faded", "faded with time")] },
        ],
        StandsAlone = true,
    },
    new Shape("lowPointClosed", "lowPointClosed", "journey", "outcome"),
    usage: null)
{
    public override Trigger? Alone => new OnLowPointClosed();

    protected override Trigger? Read(TriggerReading reading, Fields fields) => new OnLowPointClosed
    {
        Journey = reading.JourneyOf(fields),
        Outcome = fields.Choice<LowPointOutcome?>("outcome", null, ("recovered", LowPointOutcome.Recovered), ("faded", LowPointOutcome.Faded)),
    };
}
