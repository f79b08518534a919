using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>stageExited: {journey: order, stage: placed}</c>.</summary>
internal sealed class StageExitedWord() : FieldsTrigger(
    new("stageExited", "A stage is exited", "a journey moved on from it, or the customer exited the journey", JourneyShapes.BlankStage) { Fields = [JourneyShapes.Journey, JourneyShapes.Stage] },
    JourneyShapes.OfStage,
    "say which stage: 'stageExited: {journey: order, stage: placed}'")
{
    protected override Trigger? Read(TriggerReading reading, Fields fields)
    {
        var (journey, stage) = reading.StageOf(fields);
        return new OnStageExited { Journey = journey, Stage = stage };
    }
}
