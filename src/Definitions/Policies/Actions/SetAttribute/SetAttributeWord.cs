using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>setAttribute: {name: apologised, value: true}</c>.</summary>
internal sealed class SetAttributeWord() : FieldsAction(
    new(
        "setAttribute", "Note something about the customer", "an attribute that conditions can ask for",
        GroupValue.Of(("name", SingleValue.Of("apologised")), ("value", SingleValue.Of(true))))
    {
        Noun = "the attribute",
    },
    new Shape("setAttribute", "setAttribute", "name", "value"))
{
    private static readonly HashSet<string> OwnNames = ["id", "name", "language", "timeZone", "segment", "lifetimeValue", "currency", "touchpoints", "silentDays", "consent"];

    protected override ActionTemplate? Read(ActionReading reading, Fields fields, int level)
    {
        var name = fields.Word("name", required: true) ?? "";
        if (OwnNames.Contains(name) || name.StartsWith("consent.", StringComparison.Ordinal))
        {
            fields.File.Error(fields.Optional("name")!.Place, $"'{name}' is what upstream systems say of the customer; choose another name, like apologised");
        }

        var value = Scalar.Of("");
        switch (fields.Required("value"))
        {
            case TextNode text:
                value = Scalars.Of(text);
                if (value.Kind == ScalarKind.Text)
                {
                    Texts.Of(fields, text, "value", ActionReading.LineLengthMax);
                }

                break;
            case null:
                break;
            case var node:
                fields.File.Error(node.Place, $"'value' is a single value, not {node.Kind}");
                break;
        }

        return new SetAttributeTemplate { Name = name, Value = value };
    }
}
