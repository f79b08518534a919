using Fluid;
using Fluid.Values;

namespace CxOrchestrator.Definitions.Templates;

/// <summary>
/// The part of Liquid that templates may use: conditions, loops over a value's items, and filters that neither read a clock or a file nor
/// make much of little. What is made is bounded whatever a template says.
/// </summary>
internal static class Liquid
{
    /// <summary>Most steps of one filling; beyond it the text ends.</summary>
    public const int StepsMax = 10_000;

    /// <summary>Longest text that is made, in characters, also on the way; more is cut.</summary>
    public const int LengthMax = 20_000;

    private const int RecursionMax = 20;

    public static readonly IReadOnlyList<string> Tags =
        ["if", "elsif", "else", "unless", "case", "when", "for", "break", "continue", "assign", "comment", "endif", "endunless", "endcase", "endfor", "endcomment"];

    public static readonly IReadOnlyList<string> FilterNames =
    [
        "default", "upcase", "downcase", "capitalize", "strip", "truncate", "truncatewords", "first", "last", "join", "size", "date", "round", "ceil", "floor",
        "plus", "minus", "times", "divided_by", "abs", "at_least", "at_most",
    ];

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
        options.Filters.Clear();
        foreach (var name in FilterNames)
        {
            if (known.TryGetValue(name, out var filter))
            {
                options.Filters.AddFilter(name, async (input, arguments, context) => Bounded(await filter(input, arguments, context)));
            }
        }

        return options;
    }

    private static FluidValue Bounded(FluidValue value) =>
        value is StringValue && value.ToStringValue() is { Length: > LengthMax } text ? new StringValue(text[..LengthMax]) : value;
}
