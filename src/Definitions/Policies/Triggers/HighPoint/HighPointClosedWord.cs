using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>highPointClosed</c>, or of one journey: <c>highPointClosed: {journey: order}</c>.</summary>
internal sealed class HighPointClosedWord() : FieldsTrigger(
    new("highPointClosed", "A high point ends", "the delight is over", GroupValue.Empty) { Fields = [JourneyShapes.AnyJourney], StandsAlone = true },
    JourneyShapes.OfJourney,
    usage: null)
{
    public override Trigger? Alone => new OnHighPointClosed();

    protected override Trigger? Read(TriggerReading reading, Fields fields) => new OnHighPointClosed { Journey = reading.JourneyOf(fields) };
}
