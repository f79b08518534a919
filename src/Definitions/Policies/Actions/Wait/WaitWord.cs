using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>wait</c>: continues depending on what happened meanwhile.</summary>
internal sealed class WaitWord() : FieldsAction(
    new(
        "wait", "Wait, then check", "go on by what happened meanwhile",
        GroupValue.Of(
            ("for", SingleValue.Of("3 days")),
            ("until", SingleValue.Of("contact.*")),
            ("otherwise", ListValue.Of(GroupValue.Of(("callback", GroupValue.Of(("queue", SingleValue.Of("recovery")), ("reason", SingleValue.Of("No answer to our message")))))))))
    {
        Noun = "the wait",
        Waits = true,
    },
    Shape)
{
    public static Shape Shape { get; } = new("wait", "a wait", "id", "for", "until", "check", "then", "otherwise", "unsent");

    protected override ActionTemplate? Read(ActionReading reading, Fields fields, int level)
    {
        if (level == WaitTemplate.LevelsMax)
        {
            fields.File.Error(fields.Place, $"waits stand within waits {WaitTemplate.LevelsMax} deep at most; go on in another policy");
            return null;
        }

        var until = Matches.Optional(fields, "until");
        if (until.IsEmpty && fields.Has("then"))
        {
            fields.File.Error(fields.PlaceOf("then"), "'then' follows what 'until' waits for, and there is none; write until:, or put these under otherwise:");
        }

        if (!fields.Has("then") && !fields.Has("otherwise") && !fields.Has("unsent"))
        {
            fields.File.Error(fields.Place, "a wait after which nothing is done; write then: or otherwise:");
        }

        var sends = reading.FollowsSend;
        if (fields.Has("unsent") && !sends)
        {
            fields.File.Error(fields.PlaceOf("unsent"), "'unsent' follows messages and offers that could not be sent, and there is none before this wait; put one before it, or write otherwise:");
        }

        return new WaitTemplate
        {
            Id = reading.StepId(fields),
            For = fields.Duration(fields.Required("for"), "for", TimeSpan.FromSeconds(1), Waiting.LongestWait) ?? Waiting.LongestWait,
            Until = until,
            Check = fields.Optional("check") is { } check ? reading.Conditions.Read(check) : Condition.Always,
            Then = reading.Of(fields, fields.Optional("then"), "then", level + 1, sends: false),
            Otherwise = reading.Of(fields, fields.Optional("otherwise"), "otherwise", level + 1, sends),
            Unsent = reading.Of(fields, fields.Optional("unsent"), "unsent", level + 1, sends: false),
        };
    }
}
