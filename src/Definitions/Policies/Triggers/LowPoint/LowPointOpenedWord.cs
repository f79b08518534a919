using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>lowPointOpened</c>, or of one journey: <c>lowPointOpened: {journey: order}</c>.</summary>
internal sealed class LowPointOpenedWord() : FieldsTrigger(
    new("lowPointOpened", "A low point opens", "the customer's mood fell through, or something critical happened", GroupValue.Empty) { Fields = [JourneyShapes.AnyJourney], StandsAlone = true },
    JourneyShapes.OfJourney,
    usage: null)
{
    public override Trigger? Alone => new OnLowPointOpened();

    protected override Trigger? Read(TriggerReading reading, Fields fields) => new OnLowPointOpened { Journey = reading.JourneyOf(fields) };
}
