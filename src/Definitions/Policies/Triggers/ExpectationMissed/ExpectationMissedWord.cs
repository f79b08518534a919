using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>expectationMissed: {journey: order}</c>, or one of its expectations.</summary>
internal sealed class ExpectationMissedWord() : FieldsTrigger(
    new("expectationMissed", "An expectation is missed", "what was expected did not arrive in time", GroupValue.Of(("journey", SingleValue.Of(""))))
    {
        Fields = [JourneyShapes.Journey, new("expectation", "Expectation", FormInput.Expectation) { None = "any expectation" }],
    },
    new Shape("expectationMissed", "expectationMissed", "journey", "expectation"),
    "say of which journey: 'expectationMissed: {journey: order}'")
{
    protected override Trigger? Read(TriggerReading reading, Fields fields)
    {
        var journey = reading.JourneyOf(fields, required: true);
        var expectation = fields.Optional("expectation");
        var id = fields.Text(expectation, "expectation", Fields.IdLengthMax);
        if (journey is not null && id is not null)
        {
            reading.References.Expectation(reading.File, expectation!.Place, journey, id);
        }

        return new OnExpectationMissed { Journey = journey ?? "", Expectation = id };
    }
}
