using System.Collections.Immutable;
using CxOrchestrator.Rules.Forms;
using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace CxOrchestrator.Definitions.Templates;

/// <summary>
/// The filter that makes the customer's own link to a form: <c>{{ "order-feedback" | form_link: order: journey.correlation, score: 9 }}</c>. Until the
/// message goes out there is a <see cref="FormMarker"/> in its place.
/// </summary>
internal static class FormLinks
{
    public const string Filter = "form_link";

    private const string Example = "{{ \"order-feedback\" | form_link: order: journey.correlation }}";
    private const int ScoreMax = 10;

    /// <summary>Notes the form and the attributes that a use names, and what is wrong with it.</summary>
    public static void Check(FilterExpression filter, List<(string Form, string? Attribute)> forms, List<(string Near, string Message)> errors)
    {
        if (filter.Input is not LiteralExpression { Value: StringValue id })
        {
            errors.Add((Filter, $"{Filter} follows the id of a form, in quotes, like {Example}"));
            return;
        }

        var form = id.ToStringValue();
        forms.Add((form, null));
        foreach (var argument in filter.Parameters)
        {
            if (string.IsNullOrEmpty(argument.Name))
            {
                errors.Add((Filter, $"each value of {Filter} has the name of an attribute before it, like {Example}"));
            }
            else if (argument.Name != FormDefinition.ScoreParameter)
            {
                forms.Add((form, argument.Name));
            }
            else if (argument.Expression is not LiteralExpression { Value: NumberValue number } || number.ToNumberValue() is < 0 or > ScoreMax || number.ToNumberValue() % 1 != 0)
            {
                errors.Add(($"{FormDefinition.ScoreParameter}:", $"'{FormDefinition.ScoreParameter}' is the score that the page opens with, a whole number like 9"));
            }
        }
    }

    public static FluidValue Marker(FluidValue form, FilterArguments arguments)
    {
        var attributes = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        int? score = null;
        foreach (var name in arguments.Names)
        {
            var value = arguments[name];
            if (name == FormDefinition.ScoreParameter)
            {
                score = (int)value.ToNumberValue();
            }
            else if (!value.IsNil() && value.ToStringValue() is { Length: > 0 and <= FormDefinition.ValueLengthMax } text)
            {
                attributes.Add(KeyValuePair.Create(name, text));
            }
        }

        return new StringValue(new FormMarker(form.ToStringValue(), attributes.ToImmutable(), score).ToString());
    }
}
