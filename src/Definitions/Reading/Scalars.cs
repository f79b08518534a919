using System.Globalization;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Reading;

/// <summary>What a written value is: plain true and false are flags, plain numbers numbers, all else text.</summary>
internal static class Scalars
{
    public static Scalar Of(TextNode node) => node switch
    {
        { Plain: true, Value: "true" or "True" or "TRUE" } => Scalar.Of(true),
        { Plain: true, Value: "false" or "False" or "FALSE" } => Scalar.Of(false),
        { Plain: true } when Number(node.Value) is { } number => Scalar.Of(number),
        _ => Scalar.Of(node.Value),
    };

    /// <summary>A decimal number, with an exponent if need be; null for anything else, also for one too large.</summary>
    public static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number) && text.AsSpan().ContainsAnyInRange('0', '9')
            ? number
            : null;
}
