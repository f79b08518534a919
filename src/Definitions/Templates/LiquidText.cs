using System.Collections.Immutable;
using System.Text.Encodings.Web;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Touchpoints;
using Fluid;
using Fluid.Values;

namespace CxOrchestrator.Definitions.Templates;

/// <summary>A Liquid text over the fields that conditions know.</summary>
/// <param name="template">The text.</param>
/// <param name="names">The fields that it names.</param>
/// <param name="html">Values are escaped.</param>
/// <param name="lengthMax">Longest text that is made, in characters.</param>
/// <param name="layOut">What is left to do once its values are filled in; null: nothing.</param>
internal sealed class LiquidText(IFluidTemplate template, ImmutableArray<FieldPath> names, bool html, int lengthMax, Func<string, string>? layOut = null) : IText
{
    private static readonly TextEncoder Html = HtmlEncoder.Default;

    public IEnumerable<FieldPath> Names => names;

    /// <summary>Of a plain text: what its author wrote, without fields and tags; null: it is HTML.</summary>
    public string? Words { get; init; }

    public string Fill(Facts facts)
    {
        var context = new TemplateContext(Liquid.Options, StringComparer.Ordinal) { Now = () => facts.At };
        foreach (var root in names.GroupBy(n => n.ToString().Split('.')[0]))
        {
            context.SetValue(root.Key, Root(root, facts));
        }

        using var writer = new BoundedWriter(lengthMax);
        try
        {
            var filled = template.RenderAsync(writer, html ? Html : NullEncoder.Default, context);

            // Nothing here waits for anything: what is not done has failed.
            return filled.IsCompleted ? Finished(filled, writer) : throw new TemplateFailedException("it did not finish");
        }
#pragma warning disable CA1031 // Whatever a template fails on concerns this text alone: nothing of it is sent, and the customer continues.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw new TemplateFailedException($"{Reason(exception)}, after '{Tail(writer.ToString())}'");
        }
    }

    private string Finished(ValueTask filled, BoundedWriter writer)
    {
        filled.GetAwaiter().GetResult();
        var text = writer.ToString();
        if (layOut is null || layOut(text) is not { } finished)
        {
            return text;
        }

        return finished.Length <= lengthMax ? finished : throw new TemplateFailedException($"the text is longer than {lengthMax:N0} characters");
    }

    private static string Reason(Exception exception) => exception switch
    {
        TemplateFailedException failure => failure.Message,
        DivideByZeroException => "a division by 0",
        OverflowException => "a number that is too large",
        InvalidOperationException { Message: var message } when message.Contains("recursion", StringComparison.Ordinal) => $"it takes more than {Liquid.StepsMax:N0} steps",
        InvalidOperationException bound => bound.Message.TrimEnd('.'),
        _ => exception.GetType().Name,
    };

    // Where it got to, as a place to look at.
    private static string Tail(string text)
    {
        const int shown = 40;
        var line = text.ReplaceLineEndings(" ").TrimEnd();
        return line.Length <= shown ? line : $"…{line[Graphemes.Before(line, line.Length - shown)..]}";
    }

    private static FluidValue Root(IEnumerable<FieldPath> fields, Facts facts)
    {
        var members = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            var value = Amounts.Of(field, facts) is { } amount ? NumberValue.Create(amount) : ValueOf(facts.Read(field));
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
        ScalarKind.Number => LiquidNumbers.Of(value.Number),
        ScalarKind.Flag => BooleanValue.Create(value.Flag),
        ScalarKind.List => new ArrayValue(value.Items.ToArray().Select(ValueOf).ToArray()),
        _ => NilValue.Instance,
    };
}
