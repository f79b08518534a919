using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>lowPointDeepened</c>, or of one journey: <c>lowPointDeepened: {journey: order}</c>.</summary>
internal sealed class LowPointDeepenedWord() : FieldsTrigger(
    new("lowPointDeepened", "A low point gets deeper", "an open low point got a further cause", GroupValue.Empty) { Fields = [JourneyShapes.AnyJourney], StandsAlone = true },
    JourneyShapes.OfJourney,
    usage: null)
{
    public override Trigger? Alone => new OnLowPointDeepened();

    protected override Trigger? Read(TriggerReading reading, Fields fields) => new OnLowPointDeepened { Journey = reading.JourneyOf(fields) };
}
