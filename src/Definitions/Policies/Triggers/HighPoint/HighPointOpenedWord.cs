using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>highPointOpened</c>, or of one journey: <c>highPointOpened: {journey: order}</c>.</summary>
internal sealed class HighPointOpenedWord() : FieldsTrigger(
    new("highPointOpened", "A high point opens", "the customer is delighted", GroupValue.Empty) { Fields = [JourneyShapes.AnyJourney], StandsAlone = true },
    JourneyShapes.OfJourney,
    usage: null)
{
    public override Trigger? Alone => new OnHighPointOpened();

    protected override Trigger? Read(TriggerReading reading, Fields fields) => new OnHighPointOpened { Journey = reading.JourneyOf(fields) };
}
