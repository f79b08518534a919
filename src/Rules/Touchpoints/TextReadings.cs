namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>Touchpoints with what their texts say. It is a part of the input: a refold needs no reader.</summary>
public static class TextReadings
{
    /// <summary>The touchpoint with the sentiment of its text; the same one where it has no text, the source said the sentiment, or it was read before.</summary>
    public static Touchpoint WithReading(this Touchpoint touchpoint, ITextReader? reader, Lexicon? lexicon = null)
    {
        if (reader is null
            || touchpoint.Feedback is not { Text: { Length: > 0 } text, Sentiment: null, Model: null } feedback
            || reader.Read(text, feedback.Lang, lexicon) is not { } reading)
        {
            return touchpoint;
        }

        return touchpoint with
        {
            Feedback = feedback with
            {
                Sentiment = reading.Sentiment,
                Reasons = feedback.Reasons.IsEmpty ? [.. reading.Reasons.Take(Feedback.ReasonsMax)] : feedback.Reasons,
                Model = reading.Model,
            },
        };
    }

    /// <summary>Whether a source sends what was applied: what a reader added to that does not count.</summary>
    /// <param name="applied">With what a reader added.</param>
    /// <param name="sent">As it comes from a source.</param>
    public static bool IsOf(this Touchpoint applied, Touchpoint sent) => applied.Feedback is { Model: not null } read
        ? sent == applied with { Feedback = read with { Sentiment = null, Model = null, Reasons = sent.Feedback is { Reasons.IsEmpty: false } ? read.Reasons : [] } }
        : sent == applied;
}
