using System.Globalization;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>Numbers within bounds, and conversions that never throw: whatever is beyond the range becomes the end of it.</summary>
public static class Numbers
{
    /// <summary>Largest number that an attribute may have, above and below zero: larger whole numbers lose digits as IEEE doubles.</summary>
    public const double Max = 9_007_199_254_740_992;

    /// <summary>Largest amount of money, above and below zero.</summary>
    public const decimal AmountMax = 1_000_000_000_000_000;

    /// <summary>The number as a decimal, with all the digits that name it; 0 for what is no number.</summary>
    public static decimal ToDecimal(double number) =>
        double.IsNaN(number) ? 0
        : number >= (double)decimal.MaxValue ? decimal.MaxValue
        : number <= (double)decimal.MinValue ? decimal.MinValue
        : decimal.TryParse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact
        : (decimal)number;

    /// <summary>The number without what is behind its point; 0 for what is no number.</summary>
    public static int ToInt(double number) => double.IsNaN(number) ? 0 : (int)Math.Clamp(number, int.MinValue, int.MaxValue);

    /// <summary>The sum, at most as large as numbers get: it is never infinite.</summary>
    public static double Add(double a, double b) => Math.Clamp(a + b, double.MinValue, double.MaxValue);
}
