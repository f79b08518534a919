using System.Collections.Frozen;

namespace CxOrchestrator.Sources.Mapping;

/// <summary>Amounts in the smallest unit of their currency, as payment systems count them.</summary>
internal static class MinorUnits
{
    // https://docs.stripe.com/currencies: currencies that are not counted in hundredths. ISK and UGX are, although ISO 4217 gives them no minor unit, and MGA,
    // whose minor unit is a fifth, is counted whole.
    private static readonly FrozenSet<string> Whole = FrozenSet.ToFrozenSet(
        ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Thousandths = FrozenSet.ToFrozenSet(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], StringComparer.Ordinal);

    public static decimal ToMajor(decimal amount, string currency) =>
        Whole.Contains(currency) ? amount : Thousandths.Contains(currency) ? amount / 1_000 : amount / 100;
}
