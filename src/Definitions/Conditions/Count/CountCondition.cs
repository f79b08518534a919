using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Definitions.Conditions;

/// <summary><c>count: {of: contact.*, atLeast: 2, within: 7 days}</c>.</summary>
internal sealed class CountCondition() : FieldsCondition(
    new(
        "count", "count of touchpoints", "",
        GroupValue.Of(("of", SingleValue.Of("contact.*")), ("atLeast", SingleValue.Of(2)), ("within", SingleValue.Of("7 days"))))
    {
        Fields =
        [
            new("atLeast", "At least", FormInput.Number) { Around = ("at least", "times") },
            new("within", "Within", FormInput.Duration) { Around = ("within", "") },
            new("of", "Touchpoint", FormInput.Touchpoint),
        ],
    },
    Shape)
{
    /// <summary>The trigger of the same word has the same fields.</summary>
    public static Shape Shape { get; } = new("count", "count", "of", "atLeast", "within");

    protected override Condition? Read(Fields fields)
    {
        var match = Matches.One(fields, "of");
        var atLeast = fields.Whole(fields.Required("atLeast"), "atLeast", 1, CountIs.AtLeastMax);
        var within = fields.Duration(fields.Required("within"), "within", TimeSpan.FromSeconds(1), CountIs.WithinMax);
        return match is null ? null : new CountIs { Match = match, AtLeast = atLeast ?? 1, Within = within ?? CountIs.WithinMax };
    }
}
