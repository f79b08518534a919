using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>callback</c>: a case in a queue.</summary>
internal sealed class CallbackWord() : FieldsAction(
    new(
        "callback", "Request a callback", "opens a case for an operator",
        GroupValue.Of(("queue", SingleValue.Of("recovery")), ("due", SingleValue.Of("4 hours")), ("reason", SingleValue.Of("{customer.name|The customer} needs a call"))))
    {
        Noun = "the callback",
    },
    new Shape("callback", "a callback", "queue", "priority", "due", "reason"))
{
    private static readonly TimeSpan DueMax = TimeSpan.FromDays(366);

    protected override ActionTemplate? Read(ActionReading reading, Fields fields, int level) => new CallbackTemplate
    {
        Queue = fields.Word("queue", required: true) ?? "",
        Priority = fields.Choice("priority", CasePriority.Normal, ("low", CasePriority.Low), ("normal", CasePriority.Normal), ("high", CasePriority.High)),
        Due = fields.Duration("due", DueMax) ?? TimeSpan.FromHours(24),
        Reason = Texts.Required(fields, "reason", ActionReading.LineLengthMax),
    };
}
