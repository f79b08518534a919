using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>suppress: {for: 7 days}</c>.</summary>
internal sealed class SuppressWord() : FieldsAction(
    new("suppress", "Have other policies wait", "none of them acts for this customer meanwhile", GroupValue.Of(("for", SingleValue.Of("7 days"))))
    {
        Noun = "suppressing the customer",
        Fields = [new("for", "For", FormInput.Duration)],
    },
    new Shape("suppress", "suppress", "for"))
{
    protected override ActionTemplate? Read(ActionReading reading, Fields fields, int level) => new SuppressTemplate
    {
        For = fields.Duration(fields.Required("for"), "for", TimeSpan.FromMinutes(1), SuppressTemplate.ForMax) ?? SuppressTemplate.ForMax,
    };
}
