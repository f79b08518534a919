using System.Collections.Immutable;
using Orleans;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>What the customer said, in the scales of the field.</summary>
[GenerateSerializer, Immutable, Alias("cx.feedback")]
public sealed record Feedback
{
    /// <summary>Longest kept text, in characters; more is refused.</summary>
    public const int TextLengthMax = 10_000;

    /// <summary>Most reasons.</summary>
    public const int ReasonsMax = 10;

    /// <summary>Longest reason, in characters.</summary>
    public const int ReasonLengthMax = 100;

    /// <summary>Net promoter score, 0 to 10.</summary>
    [Id(0)] public int? Nps { get; init; }

    /// <summary>Customer satisfaction, 1 to 5.</summary>
    [Id(1)] public int? Csat { get; init; }

    /// <summary>Customer effort score, 1 to 7, 7 easy.</summary>
    [Id(2)] public int? Ces { get; init; }

    [Id(3)] public string? Text { get; init; }

    /// <summary>BCP 47 language of the text.</summary>
    [Id(4)] public string? Lang { get; init; }

    /// <summary>What the text says, -1 (negative) to 1 (positive): of the source, or of the pack that read it; null where neither says it.</summary>
    [Id(5)] public double? Sentiment { get; init; }

    /// <summary>What the text is about, such as <c>late</c>; at most <see cref="ReasonsMax"/>.</summary>
    [Id(6)]
    public ImmutableArray<string> Reasons
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Version of the pack that read the text; null where the source sent the sentiment, or there is none.</summary>
    [Id(7)] public string? Model { get; init; }

    public bool Equals(Feedback? other) =>
        other is not null
        && Nps == other.Nps
        && Csat == other.Csat
        && Ces == other.Ces
        && string.Equals(Text, other.Text, StringComparison.Ordinal)
        && string.Equals(Lang, other.Lang, StringComparison.Ordinal)
        && Sentiment.Equals(other.Sentiment)
        && Reasons.AsSpan().SequenceEqual(other.Reasons.AsSpan())
        && string.Equals(Model, other.Model, StringComparison.Ordinal);

    public override int GetHashCode() => HashCode.Combine(Nps, Csat, Ces, Text, Lang, Sentiment, Reasons.Length, Model);
}
