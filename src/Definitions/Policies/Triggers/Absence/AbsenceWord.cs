using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>absence: {of: order.placed, after: cart.updated, within: 1 hour}</c>.</summary>
internal sealed class AbsenceWord() : FieldsTrigger(
    new(
        "absence", "Something does not follow", "nothing of one kind within a time after something of another",
        GroupValue.Of(("of", SingleValue.Of("order.placed")), ("after", SingleValue.Of("cart.updated")), ("within", SingleValue.Of("1 hour"))))
    {
        Waits = true,
    },
    new Shape("absence", "absence", "of", "after", "within", "same", "restart"),
    "say what is missing, after what: 'absence: {of: order.placed, after: cart.updated, within: 1 hour}'")
{
    protected override Trigger? Read(TriggerReading reading, Fields fields) => new OnAbsence
    {
        Of = Matches.Required(fields, "of"),
        After = Matches.Required(fields, "after"),
        Within = TriggerReading.Time(fields, "within"),
        SameBy = fields.Word("same"),
        Restart = fields.Flag("restart", false),
    };
}
