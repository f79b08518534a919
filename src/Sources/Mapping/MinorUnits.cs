using System.Collections.Frozen;

namespace CxOrchestrator.Sources.Mapping;

/// <summary>Amounts in the smallest unit of their currency, as payment systems count them.</summary>
internal static class MinorUnits
{
    // ISO 4217, list one: currencies whose minor unit is not the hundredth.
    private static readonly FrozenDictionary<string, int> Digits = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["BIF"] = 0, ["CLP"] = 0, ["DJF"] = 0, ["GNF"] = 0, ["JPY"] = 0, ["KMF"] = 0, ["KRW"] = 0, ["PYG"] = 0, ["RWF"] = 0, ["UGX"] = 0, ["VND"] = 0, ["VUV"] = 0,
        ["XAF"] = 0, ["XOF"] = 0, ["XPF"] = 0, ["BHD"] = 3, ["IQD"] = 3, ["JOD"] = 3, ["KWD"] = 3, ["LYD"] = 3, ["OMR"] = 3, ["TND"] = 3,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static decimal ToMajor(decimal amount, string currency) => Digits.GetValueOrDefault(currency, 2) switch
    {
        0 => amount,
        3 => amount / 1_000,
        _ => amount / 100,
    };
}
