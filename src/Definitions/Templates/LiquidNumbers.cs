using System.Globalization;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Touchpoints;
using Fluid;
using Fluid.Values;

namespace CxOrchestrator.Definitions.Templates;

/// <summary>
/// Filters over numbers. They keep the value: division is exact, rounding goes away from zero at the half, and what is no number fails
/// instead of counting as 0.
/// </summary>
internal static class LiquidNumbers
{
    private const int DigitsMax = 10;

    /// <summary>Filters that fail where a value is missing or no number.</summary>
    public static readonly IReadOnlySet<string> Names =
        new HashSet<string>(StringComparer.Ordinal) { "plus", "minus", "times", "divided_by", "at_least", "at_most", "abs", "ceil", "floor", "round" };

    public static void AddTo(FilterCollection filters)
    {
        Two(filters, "plus", static (a, b) => a + b);
        Two(filters, "minus", static (a, b) => a - b);
        Two(filters, "times", static (a, b) => a * b);
        Two(filters, "divided_by", static (a, b) => b == 0 ? throw new TemplateFailedException("a division by 0") : a / b);
        Two(filters, "at_least", Math.Max);
        Two(filters, "at_most", Math.Min);
        One(filters, "abs", Math.Abs);
        One(filters, "ceil", Math.Ceiling);
        One(filters, "floor", Math.Floor);
        filters.AddFilter("round", (input, arguments, _) => Made("round", () => Round(Number("round", input), arguments.Count == 0 ? 0 : Number("round", arguments.At(0)))));
    }

    /// <summary>A number as a template has it: every digit that was sent.</summary>
    public static FluidValue Of(double number) => NumberValue.Create(Numbers.ToDecimal(number));

    private static void Two(FilterCollection filters, string name, Func<decimal, decimal, decimal> make) =>
        filters.AddFilter(name, (input, arguments, _) => Made(name, () => Amounts.Plain(make(Number(name, input), Number(name, arguments.At(0))))));

    private static void One(FilterCollection filters, string name, Func<decimal, decimal> make) =>
        filters.AddFilter(name, (input, _, _) => Made(name, () => make(Number(name, input))));

    // With as many digits as were asked for: 25.0 to one.
    private static decimal Round(decimal number, decimal digits)
    {
        var asked = (int)Math.Clamp(digits, 0, DigitsMax);
        return Amounts.Plain(Math.Round(number, asked, MidpointRounding.AwayFromZero)) + new decimal(0, 0, 0, false, (byte)asked);
    }

    private static ValueTask<FluidValue> Made(string name, Func<decimal> make)
    {
        try
        {
            return new(NumberValue.Create(make()));
        }
        catch (OverflowException)
        {
            throw new TemplateFailedException($"a number that is too large, in {name}");
        }
    }

    private static decimal Number(string filter, FluidValue value) => value switch
    {
        NumberValue number => number.ToNumberValue(),
        StringValue text when decimal.TryParse(text.ToStringValue(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        NilValue => throw new TemplateFailedException($"a value that {filter} needs is missing"),
        _ => throw new TemplateFailedException($"'{Graphemes.Cut(value.ToStringValue(), 30)}' is not a number, in {filter}"),
    };
}
