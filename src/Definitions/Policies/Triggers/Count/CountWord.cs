using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>count: {of: payment.failed, atLeast: 3, within: 1 day}</c>.</summary>
internal sealed class CountWord() : FieldsTrigger(
    new(
        "count", "Something happens often", "the number of touchpoints within a time reaches the minimum",
        GroupValue.Of(("of", SingleValue.Of("payment.failed")), ("atLeast", SingleValue.Of(3)), ("within", SingleValue.Of("1 day")))),
    CountCondition.Shape,
    "say how many of what: 'count: {of: payment.failed, atLeast: 3, within: 1 day}'")
{
    protected override Trigger? Read(TriggerReading reading, Fields fields)
    {
        var match = Matches.One(fields, "of");
        var atLeast = fields.Whole(fields.Required("atLeast"), "atLeast", 1, CountIs.AtLeastMax);
        var within = fields.Duration(fields.Required("within"), "within", TimeSpan.FromSeconds(1), CountIs.WithinMax);
        return match is null ? null : new OnCount { Match = match, AtLeast = atLeast ?? 1, Within = within ?? CountIs.WithinMax };
    }
}
