using System.Globalization;

namespace CxOrchestrator.Sources.Files;

/// <summary>Tells what the values of a column are. In doubt they are text: an id with leading zeros, or with more digits than a number keeps, stays as it is.</summary>
internal static class ColumnTypes
{
    /// <summary>Digits that every number keeps.</summary>
    private const int DigitsMax = 15;

    private static readonly string[] Times =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ss 'UTC'", "yyyy-MM-dd HH:mm:ss.FFFFFFF 'UTC'", "yyyy-MM-dd HH:mm:sszz", "yyyy-MM-dd HH:mm:ss.FFFFFFFzz",
    ];

    /// <summary>The type that fits all of the values; text where there is none, or none fits.</summary>
    public static ColumnType Of(IReadOnlyCollection<string> values, bool decimalComma)
    {
        if (values.Count == 0)
        {
            return ColumnType.Text;
        }

        return values.All(v => IsNumber(v, '.')) ? ColumnType.Number
            : decimalComma && values.All(v => IsNumber(v, ',')) ? ColumnType.DecimalComma
            : values.All(v => Boolean(v) is not null) ? ColumnType.Boolean
            : values.All(v => Time(v) is not null) ? ColumnType.Time
            : ColumnType.Text;
    }

    /// <summary>A number as JSON writes it, but for the sign between its whole part and its fraction.</summary>
    public static bool IsNumber(ReadOnlySpan<char> value, char point)
    {
        var rest = value.StartsWith("-") ? value[1..] : value;
        var whole = Digits(rest);
        if (whole == 0 || (whole > 1 && rest[0] == '0'))
        {
            return false;
        }

        var fraction = rest.Length > whole && rest[whole] == point ? Digits(rest[(whole + 1)..]) : 0;
        return whole + fraction <= DigitsMax && rest.Length == whole + (fraction > 0 ? fraction + 1 : 0);
    }

    public static bool? Boolean(ReadOnlySpan<char> value) => value.Equals("true", StringComparison.OrdinalIgnoreCase) ? true : value.Equals("false", StringComparison.OrdinalIgnoreCase) ? false : null;

    /// <summary>A time; without an offset it is UTC.</summary>
    public static DateTimeOffset? Time(ReadOnlySpan<char> value) =>
        DateTimeOffset.TryParseExact(value, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;

    private static int Digits(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[count]))
        {
            count++;
        }

        return count;
    }
}
