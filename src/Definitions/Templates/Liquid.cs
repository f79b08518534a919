using System.Text.RegularExpressions;
using CxOrchestrator.Rules.Conditions;
using Fluid;
using Fluid.Values;

namespace CxOrchestrator.Definitions.Templates;

/// <summary>
/// The part of Liquid that templates may use: conditions, loops over a value's items, and filters that neither read a clock or a file nor
/// make much of little. What is made is bounded whatever a template says.
/// </summary>
internal static partial class Liquid
{
    /// <summary>Most steps of one filling; beyond it the text fails.</summary>
    public const int StepsMax = 10_000;

    /// <summary>Longest text that is made, in characters, also on the way; a longer one fails.</summary>
    public const int LengthMax = 20_000;

    /// <summary>Most numbers of a range.</summary>
    public const int RangeMax = 1_000;

    /// <summary>Most characters that the filters of one filling work on, all in all; beyond it the text fails.</summary>
    public const int WorkMax = 2_000_000;

    private const int FormatLengthMax = 100;
    private const string Work = "work";
    private const int RecursionMax = 20;

    public static readonly IReadOnlyList<string> Tags =
        ["if", "elsif", "else", "unless", "case", "when", "for", "break", "continue", "assign", "comment", "endif", "endunless", "endcase", "endfor", "endcomment"];

    public static readonly IReadOnlyList<string> FilterNames =
    [
        "default", "upcase", "downcase", "capitalize", "strip", "truncate", "truncatewords", "first", "last", "join", "size", "date", "round", "ceil", "floor",
        "plus", "minus", "times", "divided_by", "abs", "at_least", "at_most", FormLinks.Filter,
    ];

    /// <summary>Puts <see cref="NoLink"/> where a link would begin that is none; not for templates to write, it is put where it is needed.</summary>
    public const string LinkFilter = "link";

    /// <summary>Replaces a link that cannot be followed.</summary>
    public const string NoLink = "#";

    private static readonly string[] LinkSchemes = ["https", "http", "mailto", "tel"];

    public static FluidParser Parser { get; } = MakeParser();

    public static TemplateOptions Options { get; } = MakeOptions();

    private static FluidParser MakeParser()
    {
        var parser = new FluidParser(new FluidParserOptions { AllowFunctions = false, AllowParentheses = false, AllowLiquidTag = false });
        foreach (var tag in parser.RegisteredTags.Keys.Except(Tags).ToList())
        {
            parser.RegisteredTags.Remove(tag);
        }

        return parser;
    }

    private static TemplateOptions MakeOptions()
    {
        var options = new TemplateOptions
        {
            MaxSteps = StepsMax,
            MaxRecursion = RecursionMax,
            CultureInfo = System.Globalization.CultureInfo.InvariantCulture,
            TimeZone = TimeZoneInfo.Utc,
            Assigned = (_, value, _) => new ValueTask<FluidValue>(Bounded(value)),
        };
        var known = new TemplateOptions().Filters;
        LiquidNumbers.AddTo(known);
        known.AddFilter("truncate", Truncate);
        options.Filters.Clear();
        foreach (var name in FilterNames)
        {
            if (known.TryGetValue(name, out var filter))
            {
                options.Filters.AddFilter(name, async (input, arguments, context) =>
                {
                    var repeated = name == "join" && input is ArrayValue items ? items.Values.Count : 1;
                    Spend(context, Length(input) + (repeated * Length(arguments.At(0))));
                    return Bounded(await filter(input, name == "date" ? Narrow(arguments) : arguments, context));
                });
            }
        }

        options.Filters.AddFilter(FormLinks.Filter, (input, arguments, _) => new ValueTask<FluidValue>(FormLinks.Marker(input, arguments)));
        options.Filters.AddFilter(LiquidShown.Filter, (input, _, _) => new ValueTask<FluidValue>(
            input is NumberValue number ? new StringValue(number.ToNumberValue().ToString(System.Globalization.CultureInfo.InvariantCulture)) : input));
        options.Filters.AddFilter(LinkFilter, (input, _, _) => new ValueTask<FluidValue>(new StringValue(Link(input.ToStringValue().Trim()))));
        return options;
    }

    // Other kinds of addresses are programs (javascript:), documents (data:) or what no customer should be led to.
    internal static string Link(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && LinkSchemes.Contains(uri.Scheme) && address.StartsWith(uri.Scheme, StringComparison.OrdinalIgnoreCase)
            ? address
            : NoLink;

    // By characters as people see them: none is split.
    private static ValueTask<FluidValue> Truncate(FluidValue input, FilterArguments arguments, TemplateContext context)
    {
        const int usual = 50;
        var text = new System.Globalization.StringInfo(input.ToStringValue());
        var end = arguments.Count > 1 ? arguments.At(1).ToStringValue() : "...";
        var length = (int)Math.Clamp(arguments.Count > 0 ? arguments.At(0).ToNumberValue() : usual, 0, LengthMax);
        if (text.LengthInTextElements <= length)
        {
            return new(new StringValue(text.String));
        }

        var kept = Math.Max(0, length - new System.Globalization.StringInfo(end).LengthInTextElements);
        return new(new StringValue((kept == 0 ? "" : text.SubstringByTextElements(0, kept)) + end));
    }

    private static FluidValue Bounded(FluidValue value) =>
        value is StringValue && value.ToStringValue() is { Length: > LengthMax } text ? throw new TemplateFailedException($"a text is longer than {LengthMax:N0} characters") : value;

    // What each step makes is bounded; that many steps with the longest texts would still take minutes.
    private static void Spend(TemplateContext context, int characters)
    {
        var spent = (context.AmbientValues.TryGetValue(Work, out var before) ? (int)before : 0) + characters;
        context.AmbientValues[Work] = spent <= WorkMax ? spent : throw new InvalidOperationException("The text takes more work than it may.");
    }

    private static int Length(FluidValue value) => value switch
    {
        StringValue => value.ToStringValue().Length,
        ArrayValue array => array.Values.Sum(Length),
        _ => 1,
    };

    // A format can ask for a year of a billion digits.
    private static FilterArguments Narrow(FilterArguments arguments)
    {
        var format = arguments.At(0).ToStringValue();
        return format.Length > FormatLengthMax || Width().IsMatch(format)
            ? new FilterArguments(new StringValue(Width().Replace(format[..Math.Min(format.Length, FormatLengthMax)], "%")))
            : arguments;
    }

    [GeneratedRegex("%[^a-zA-Z%]*[0-9]{3,}[^a-zA-Z%]*", RegexOptions.CultureInvariant)]
    private static partial Regex Width();
}
