using System.Collections.Immutable;
using System.Text.Encodings.Web;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Touchpoints;
using Fluid;
using Fluid.Values;

namespace CxOrchestrator.Definitions.Templates;

/// <summary>A Liquid text over the fields that conditions know.</summary>
internal sealed class LiquidText(IFluidTemplate template, ImmutableArray<FieldPath> names, bool html) : IText
{
    private static readonly TextEncoder Html = HtmlEncoder.Default;

    public IEnumerable<FieldPath> Names => names;

    public string Fill(Facts facts)
    {
        var context = new TemplateContext(Liquid.Options, StringComparer.Ordinal) { Now = () => facts.At };
        foreach (var root in names.GroupBy(n => n.ToString().Split('.')[0]))
        {
            context.SetValue(root.Key, Root(root, facts));
        }

        using var writer = new BoundedWriter(Liquid.LengthMax);
        try
        {
            var filled = template.RenderAsync(writer, html ? Html : NullEncoder.Default, context);
            if (!filled.IsCompletedSuccessfully)
            {
                // Nothing here waits for anything: what is not done has failed.
                return writer.ToString();
            }
        }
#pragma warning disable CA1031 // What a template makes of the values at hand must not stop the customer: the text ends where it got to.
        catch (Exception)
#pragma warning restore CA1031
        {
            return writer.ToString();
        }

        return writer.ToString();
    }

    private static FluidValue Root(IEnumerable<FieldPath> fields, Facts facts)
    {
        var members = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            var value = ValueOf(facts.Read(field));
            if (field.Name.Length == 0)
            {
                return value;
            }

            Put(members, field.Name.Split('.'), value);
        }

        return Tree(members);
    }

    // A name that is a value and has parts of its own keeps the parts.
    private static void Put(Dictionary<string, object> members, ReadOnlySpan<string> path, FluidValue value)
    {
        if (path.Length == 1)
        {
            members.TryAdd(path[0], value);
            return;
        }

        if (!members.TryGetValue(path[0], out var inner) || inner is not Dictionary<string, object> parts)
        {
            members[path[0]] = parts = new Dictionary<string, object>(StringComparer.Ordinal);
        }

        Put(parts, path[1..], value);
    }

    private static DictionaryValue Tree(Dictionary<string, object> members) =>
        new(new FluidValueDictionaryFluidIndexable(members.ToDictionary(m => m.Key, m => m.Value is Dictionary<string, object> parts ? Tree(parts) : (FluidValue)m.Value, StringComparer.Ordinal)));

    private static FluidValue ValueOf(Scalar value) => value.Kind switch
    {
        ScalarKind.Text => new StringValue(value.Text!),
        ScalarKind.Number => NumberValue.Create(Math.Abs(value.Number) < 1e15 ? (decimal)value.Number : 0),
        ScalarKind.Flag => BooleanValue.Create(value.Flag),
        ScalarKind.List => new ArrayValue(value.Items.ToArray().Select(ValueOf).ToArray()),
        _ => NilValue.Instance,
    };
}
