using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>mute: {for: 7 days}</c>.</summary>
internal sealed class MuteWord() : FieldsAction(
    new("mute", "Have other policies wait", "none of them acts for this customer meanwhile", GroupValue.Of(("for", SingleValue.Of("7 days"))))
    {
        Noun = "suppressing the customer",
        Fields = [new("for", "For", FormInput.Duration)],
    },
    new Shape("mute", "mute", "for"))
{
    protected override ActionTemplate? Read(ActionReading reading, Fields fields, int level) => new MuteTemplate
    {
        For = fields.Duration(fields.Required("for"), "for", TimeSpan.FromMinutes(1), MuteTemplate.ForMax) ?? MuteTemplate.ForMax,
    };
}
