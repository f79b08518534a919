using System.Collections.Frozen;
using System.Globalization;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>Amounts of money as texts show them: with the digits of their currency (ISO 4217, minor units), and never rounded.</summary>
public static class Amounts
{
    private const int UsualDigits = 2;

    // Divided by it a decimal loses the zeros at its end.
    private const decimal One = 1.000000000000000000000000000000m;

    private static readonly FrozenDictionary<string, int> Digits = new Dictionary<string, int>(
        new[] { "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF" }.Select(c => KeyValuePair.Create(c, 0))
            .Concat(new[] { "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND" }.Select(c => KeyValuePair.Create(c, 3)))
            .Concat(new[] { "CLF", "UYW" }.Select(c => KeyValuePair.Create(c, 4)))).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The same value with as many digits after its point as the currency has, or more where it has more.</summary>
    public static decimal InCurrency(decimal amount, string currency) =>
        Plain(amount) + new decimal(0, 0, 0, false, (byte)Digits.GetValueOrDefault(currency, UsualDigits));

    /// <summary>The same value without zeros at its end.</summary>
    public static decimal Plain(decimal amount) => amount / One;

    /// <summary>A field's value where it is an amount of money, <c>touchpoint.amount</c>; else null.</summary>
    public static decimal? Of(FieldPath field, Facts facts) => (field.Root, field.Name) switch
    {
        (FieldRoot.Touchpoint, "amount") when facts.Touchpoint?.Value is { Currency.Length: > 0 } value => InCurrency(value.Amount, value.Currency),
        _ => null,
    };

    /// <summary>A field's value as texts show it; null where it is missing.</summary>
    public static string? Text(FieldPath field, Facts facts) =>
        Of(field, facts) is { } amount ? amount.ToString(CultureInfo.InvariantCulture)
        : facts.Read(field) is { Kind: not ScalarKind.None } value ? value.ToString()
        : null;
}
