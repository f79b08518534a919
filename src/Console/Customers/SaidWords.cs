using System.Text.Json;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Voice;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Console.Customers;

/// <summary>What was read in a customer's own words.</summary>
internal static class SaidWords
{
    /// <summary>Sentiment and reasons; null where the text was not read.</summary>
    public static string? Reading(TimelineEntry entry)
    {
        if (Feedback(entry) is not { } feedback || !feedback.TryGetProperty("sentiment", out var sentiment) || sentiment.ValueKind != JsonValueKind.Number)
        {
            return null;
        }

        var reasons = feedback.TryGetProperty("reasons", out var list) && list.ValueKind == JsonValueKind.Array
            ? string.Join(", ", list.EnumerateArray().Where(r => r.ValueKind == JsonValueKind.String).Select(r => r.GetString()))
            : "";
        return $"Sentiment {Words.Signed(sentiment.GetDouble())}{(reasons.Length > 0 ? $" · {reasons}" : "")}";
    }

    /// <summary>A text of the timeline, to be corrected.</summary>
    public static VoiceQuote Quote(string customer, TimelineEntry entry)
    {
        var feedback = Feedback(entry);
        var reasons = feedback is { } said && said.TryGetProperty("reasons", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(r => r.GetString() ?? "").Where(r => r.Length > 0)
            : [];
        var sentiment = feedback is { } read && read.TryGetProperty("sentiment", out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : 0;
        return new VoiceQuote
        {
            Customer = customer,
            Sequence = entry.Sequence,
            At = entry.At,
            Type = entry.Type,
            Class = SentimentClasses.Of(sentiment).ToString().ToLowerInvariant(),
            Corrected = false,
            Reasons = [.. reasons],
            Text = Words.Said(entry),
        };
    }

    /// <summary>Who read the text.</summary>
    public static string Reader(TimelineEntry entry) =>
        Feedback(entry) is { } feedback && feedback.TryGetProperty("model", out var model) && model.ValueKind == JsonValueKind.String
            ? $"Read here by the model {model.GetString()}"
            : "Sent by the source";

    private static JsonElement? Feedback(TimelineEntry entry) =>
        entry.Touchpoint is { ValueKind: JsonValueKind.Object } touchpoint && touchpoint.TryGetProperty("feedback", out var feedback) && feedback.ValueKind == JsonValueKind.Object
            ? feedback
            : null;
}
