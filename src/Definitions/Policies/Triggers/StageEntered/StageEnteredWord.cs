using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>stageEntered: {journey: order, stage: placed}</c>.</summary>
internal sealed class StageEnteredWord() : FieldsTrigger(
    new("stageEntered", "A stage is entered", "a journey moved on to it", JourneyShapes.BlankStage) { Fields = [JourneyShapes.Journey, JourneyShapes.Stage] },
    JourneyShapes.OfStage,
    "say which stage: 'stageEntered: {journey: order, stage: placed}'")
{
    protected override Trigger? Read(TriggerReading reading, Fields fields)
    {
        var (journey, stage) = reading.StageOf(fields);
        return new OnStageEntered { Journey = journey, Stage = stage };
    }
}
