using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>stageStayed: {journey: order, stage: placed, for: 3 days}</c>.</summary>
internal sealed class StageStayedWord() : FieldsTrigger(
    new(
        "stageStayed", "A stage lasts too long", "a journey is still there after a time",
        GroupValue.Of(("journey", SingleValue.Of("")), ("stage", SingleValue.Of("")), ("for", SingleValue.Of("3 days"))))
    {
        Fields = [JourneyShapes.Journey, JourneyShapes.Stage, new("for", "Still there after", FormInput.Duration)],
        Waits = true,
    },
    new Shape("stageStayed", "stageStayed", "journey", "stage", "for"),
    "say which stage and how long: 'stageStayed: {journey: order, stage: placed, for: 3 days}'")
{
    protected override Trigger? Read(TriggerReading reading, Fields fields)
    {
        var (journey, stage) = reading.StageOf(fields);
        return new OnStageStayed { Journey = journey, Stage = stage, For = TriggerReading.Time(fields, "for") };
    }
}
