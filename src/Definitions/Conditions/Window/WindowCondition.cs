using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Definitions.Conditions;

/// <summary><c>sum: {of: order.placed, field: amount, within: 30 days, atLeast: 100}</c>, and the other aggregates.</summary>
internal sealed class WindowCondition(Aggregate aggregate, string name, string label) : FieldsCondition(
    new(name, label, "", aggregate == Aggregate.Last ? Begin("channel", ("is", SingleValue.Of("web"))) : Begin("amount", ("atLeast", SingleValue.Of(100))))
    {
        Fields =
        [
            new("field", "Field of the touchpoint", FormInput.TouchpointField) { Around = ("of", "") },
            new("", "", aggregate == Aggregate.Last ? FormInput.Comparisons : FormInput.NumberComparisons),
            new("within", "Within", FormInput.Duration) { Around = ("within", "") },
            new("of", "Touchpoint", FormInput.Touchpoint),
        ],
    },
    Own)
{
    private static readonly Shape Own = new(
        "window", "this condition", "of", "field", "within", "is", "isNot", "atLeast", "atMost", "above", "below", "in", "notIn", "contains", "exists");

    protected override Condition? Read(Fields fields)
    {
        var match = Matches.One(fields, "of");
        var within = fields.Duration(fields.Required("within"), "within", TimeSpan.FromSeconds(1), CountIs.WithinMax);
        var field = Matches.FieldOf(fields);
        if (field is null || match is null)
        {
            return null;
        }

        if (field.Type == FieldType.List)
        {
            fields.File.Error(fields.Optional("field")!.Place, $"'{field.Name}' is a list, of which there is no {Name}; ask for it under where:");
            return null;
        }

        if (aggregate != Aggregate.Last && field.Type is FieldType.Text or FieldType.Flag)
        {
            fields.File.Error(fields.Optional("field")!.Place, $"'{field.Name}' is no number, so it has no {Name}; use last:");
            return null;
        }

        // A sum goes beyond what one value can be, and an attribute that is added up is a number.
        var result = aggregate == Aggregate.Last ? field : new KnownField(field.Root, field.Name, FieldType.Number, aggregate == Aggregate.Sum ? double.NegativeInfinity : field.Min, aggregate == Aggregate.Sum ? double.PositiveInfinity : field.Max);
        var comparisons = Comparisons.Of(fields, result);
        if (comparisons.Count == 0)
        {
            if (!Shape.Comparison.Fields.Any(fields.Has))
            {
                fields.File.Error(fields.Place, $"say what the {Name} is compared with, like 'atLeast: 100'");
            }

            return null;
        }

        return new WindowIs { Aggregate = aggregate, Match = match, Field = field.Path, Within = within ?? CountIs.WithinMax, Comparisons = [.. comparisons] };
    }

    private static GroupValue Begin(string field, (string Name, DocumentValue Value) comparison) =>
        GroupValue.Of(("of", SingleValue.Of("order.placed")), ("field", SingleValue.Of(field)), ("within", SingleValue.Of("30 days")), comparison);
}
