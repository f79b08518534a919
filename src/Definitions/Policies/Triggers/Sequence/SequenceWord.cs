using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>sequence: {steps: [search.done, cart.updated, cart.cleared], within: 1 hour}</c>.</summary>
internal sealed class SequenceWord() : FieldsTrigger(
    new(
        "sequence", "Several things in this order", "touchpoints one after the other, within a time",
        GroupValue.Of(("steps", ListValue.Of(SingleValue.Of("search.done"), SingleValue.Of("cart.updated"))), ("within", SingleValue.Of("30 minutes")))),
    new Shape("sequence", "sequence", "steps", "within", "same"),
    "say the steps: 'sequence: {steps: [search.done, cart.updated, cart.cleared], within: 1 hour}'")
{
    protected override Trigger? Read(TriggerReading reading, Fields fields)
    {
        var node = fields.Required("steps");
        var steps = Matches.Of(fields, node, "steps");
        var written = node is ListNode list ? list.Items.Length : 1;
        if (node is not (null or BrokenNode) && written is < 2 or > OnSequence.StepsMax)
        {
            fields.File.Error(node!.Place, $"'steps' has {written} touchpoint{(written == 1 ? "" : "s")}; a sequence has 2 to {OnSequence.StepsMax}");
        }

        return new OnSequence { Steps = steps, Within = TriggerReading.Time(fields, "within"), SameBy = fields.Word("same") };
    }
}
