using System.Collections.Immutable;

namespace CxOrchestrator.Sentiment;

/// <summary>What a text says of its writer's mood.</summary>
/// <param name="Value">-1 (negative) to 1 (positive), to three decimals; null where the text could not be read.</param>
/// <param name="Class">-1, 0 or 1: the most probable; null with the value.</param>
/// <param name="Reasons">What it complains or asks about, the weightiest first; at most <see cref="SentimentReader.ReasonsMax"/>, empty for praise.</param>
/// <param name="Language">Code of the text's language; null where it has no words or none was found.</param>
/// <param name="Model">Version of the pack that read it; null with the value.</param>
public sealed record TextSentiment(double? Value, int? Class, ImmutableArray<string> Reasons, string? Language, string? Model)
{
    /// <summary>Of a text that was not read.</summary>
    public static TextSentiment Unread(string? language) => new(null, null, [], language, null);
}
