using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>stageLeft: {journey: order, stage: placed}</c>.</summary>
internal sealed class StageLeftWord() : FieldsTrigger(
    new("stageLeft", "A stage is left", "a journey went on from it, or was left", JourneyShapes.BlankStage) { Fields = [JourneyShapes.Journey, JourneyShapes.Stage] },
    JourneyShapes.OfStage,
    "say which stage: 'stageLeft: {journey: order, stage: placed}'")
{
    protected override Trigger? Read(TriggerReading reading, Fields fields)
    {
        var (journey, stage) = reading.StageOf(fields);
        return new OnStageLeft { Journey = journey, Stage = stage };
    }
}
