using System.Globalization;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>What a touchpoint says, for those who look at many.</summary>
internal static class RemarkFactory
{
    /// <summary>Null where nothing was said: no text, no sentiment and no reason. A score alone is a number, not a remark.</summary>
    /// <param name="touchpoint">As it is stored, with what was read from its text.</param>
    /// <param name="after">The customer after it.</param>
    /// <param name="definitions">What was decided under.</param>
    /// <param name="receivedAt">By the journey's clock.</param>
    public static StoredRemark? Of(Touchpoint touchpoint, CustomerState after, CompiledDefinitions definitions, DateTimeOffset receivedAt)
    {
        if (touchpoint.Feedback is not { } feedback || (string.IsNullOrWhiteSpace(feedback.Text) && feedback.Sentiment is null && feedback.Reasons.IsEmpty))
        {
            return null;
        }

        var instance = InstanceOf(after);
        var sentiment = feedback.Sentiment ?? Experiences.OfFeedback(feedback);
        return new StoredRemark
        {
            Sequence = after.Sequence,
            At = touchpoint.At,
            ReceivedAt = receivedAt,
            Source = touchpoint.Identity.Source,
            Id = touchpoint.Identity.Id,
            Type = touchpoint.Type,
            Channel = touchpoint.Channel,
            Journey = instance?.Journey,
            Stage = instance?.Stage,
            Sentiment = sentiment,
            Class = sentiment is { } value ? (int)SentimentClasses.Of(value) : null,
            Score = ScoreOf(feedback),
            Reasons = feedback.Reasons,
            Language = LanguageOf(feedback),
            Model = feedback.Model,
            Segments = Segments.Of(after, definitions, after.EffectiveAt),
            Excerpt = ExcerptOf(feedback.Text),
        };
    }

    // The instance that the touchpoint belonged to, else the open one that was touched last.
    private static JourneyInstance? InstanceOf(CustomerState after)
    {
        JourneyInstance? found = null;
        foreach (var instance in after.Instances)
        {
            if ((instance.IsOpen || instance.TouchedAt == after.LastTouchpointAt) && (found is null || instance.TouchedAt > found.TouchedAt))
            {
                found = instance;
            }
        }

        return found;
    }

    private static string? ScoreOf(Feedback feedback) => (feedback.Nps, feedback.Csat, feedback.Ces) switch
    {
        ({ } nps, _, _) => string.Create(CultureInfo.InvariantCulture, $"nps {nps}"),
        (_, { } csat, _) => string.Create(CultureInfo.InvariantCulture, $"csat {csat}"),
        (_, _, { } ces) => string.Create(CultureInfo.InvariantCulture, $"ces {ces}"),
        _ => null,
    };

    // The version of a pack begins with its language.
    private static string? LanguageOf(Feedback feedback) =>
        (feedback.Lang ?? feedback.Model)?.Split('-', '_')[0].ToLowerInvariant() is { Length: 2 or 3 } language ? language : null;

    // Half a character is none: an emoji at the end goes whole.
    internal static string? ExcerptOf(string? text) => text switch
    {
        { Length: > StoredRemark.ExcerptMax } =>
            text[..(char.IsHighSurrogate(text[StoredRemark.ExcerptMax - 2]) ? StoredRemark.ExcerptMax - 2 : StoredRemark.ExcerptMax - 1)].TrimEnd() + "…",
        _ => string.IsNullOrWhiteSpace(text) ? null : text,
    };
}
