using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>The fields of a touchpoint that conditions can name.</summary>
public static class TouchpointFields
{
    private const string AttributePrefix = "attributes.";

    public static Scalar Read(Touchpoint touchpoint, string name) => name switch
    {
        "type" => Scalar.Of(touchpoint.Type),
        "source" => Scalar.Of(touchpoint.Identity.Source),
        "channel" => Text(touchpoint.Channel),
        "amount" => touchpoint.Value is { } value ? Scalar.Of((double)value.Amount) : Scalar.None,
        "currency" => Text(touchpoint.Value?.Currency),
        "nps" => Number(touchpoint.Feedback?.Nps),
        "csat" => Number(touchpoint.Feedback?.Csat),
        "ces" => Number(touchpoint.Feedback?.Ces),
        "text" => Text(touchpoint.Feedback?.Text),
        "lang" => Text(touchpoint.Feedback?.Lang),
        "sentiment" => touchpoint.Feedback?.Sentiment is { } sentiment ? Scalar.Of(sentiment) : Scalar.None,
        "reasons" => touchpoint.Feedback is { Reasons: { IsEmpty: false } reasons } ? Scalar.Of([.. reasons.Select(Scalar.Of)]) : Scalar.None,
        _ => touchpoint.Attributes[AttributeName(name)],
    };

    /// <summary>The attribute that a field name means: with or without <c>attributes.</c> before it.</summary>
    public static string AttributeName(string name) =>
        name.StartsWith(AttributePrefix, StringComparison.Ordinal) ? name[AttributePrefix.Length..] : name;

    private static Scalar Text(string? text) => text is null ? Scalar.None : Scalar.Of(text);

    private static Scalar Number(int? number) => number is { } n ? Scalar.Of(n) : Scalar.None;
}
