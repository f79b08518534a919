using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>metric: {of: mood, below: -0.2}</c>.</summary>
internal sealed class MetricWord() : FieldsTrigger(
    new("metric", "A number crosses a line", "mood, risk, or a number about the customer", GroupValue.Of(("of", SingleValue.Of("mood")), ("below", SingleValue.Of(-0.2)))),
    new Shape("metric", "metric", "of", "atLeast", "atMost", "above", "below"),
    "say which crosses what: 'metric: {of: mood, below: -0.2}'")
{
    private const int CentralMax = 1_000_000_000;

    private static readonly (string Name, Comparison Comparison)[] Orders =
        [("atLeast", Comparison.AtLeast), ("atMost", Comparison.AtMost), ("above", Comparison.Above), ("below", Comparison.Below)];

    protected override Trigger? Read(TriggerReading reading, Fields fields)
    {
        var given = Orders.Where(o => fields.Has(o.Name)).ToList();
        if (given.Count != 1)
        {
            fields.File.Error(fields.Place, $"a metric crosses one value; write one of {string.Join(", ", Orders.Select(o => o.Name))}");
        }

        if (fields.Required("of") is not { } node || fields.Text(node, "of", Fields.IdLengthMax) is not { } name)
        {
            return null;
        }

        if (KnownFields.Find(name, out var why) is not { } field)
        {
            fields.File.Error(node.Place, why);
            return null;
        }

        if (field.Root is not (FieldRoot.Mood or FieldRoot.Pressure or FieldRoot.Risk or FieldRoot.Remembered or FieldRoot.Customer) || field.Type is not (FieldType.Number or FieldType.Any))
        {
            fields.File.Error(node.Place, $"'{field.Path}' is no metric; there are mood, pressure, risk, remembered and numbers about the customer, like customer.lifetimeValue");
            return null;
        }

        if (given is not [var order] || fields.Optional(order.Name) is not { } value
            || fields.Number(value, order.Name, Math.Max(field.Min, -CentralMax), Math.Min(field.Max, CentralMax)) is not { } level)
        {
            return null;
        }

        return new OnMetric { Crosses = new FieldIs { Field = field.Path, Comparison = order.Comparison, Values = [Scalar.Of(level)] } };
    }
}
