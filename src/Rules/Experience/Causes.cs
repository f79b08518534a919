using System.Collections.Immutable;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Journeys;

namespace CxOrchestrator.Rules.Experience;

/// <summary>Why points open, in words.</summary>
internal static class Causes
{
    /// <summary>Most reasons in the words of a cause.</summary>
    private const int CauseReasonsMax = 3;

    /// <summary>
    /// The causes that a touchpoint gives a low point; null where it gives none. Mood and pressure open one only by an experience that made things worse, and
    /// only where no other low point of the customer is open already: it would be the same valley seen twice.
    /// </summary>
    public static List<Cause>? Low(
        TouchpointEffects effects, JourneyDefinition? journey, LowPointSettings settings, DateTimeOffset at, bool isOpen, bool anyOpen)
    {
        List<Cause>? causes = null;
        var size = Math.Abs(effects.Experience ?? 0);
        if (effects.Missed is { } missed)
        {
            // An uncritical miss joins a valley that is open; it opens one only through mood or pressure.
            if (missed.Expectation.Critical || isOpen)
            {
                (causes ??= []).Add(Of(effects, CauseKind.ExpectationMissed, missed.Expectation.Name, size, at) with { Expectation = missed.Expectation.Id });
            }
        }
        else if (Rule(effects, journey) is { Critical: true } rule)
        {
            (causes ??= []).Add(Of(effects, CauseKind.Critical, rule.Cause ?? Words(effects.Touchpoint.Type), size, at));
        }

        if (effects.Experience is not < 0)
        {
            return causes;
        }

        if (effects.IsFeedback && effects.Experience <= settings.Feedback)
        {
            (causes ??= []).Add(Of(effects, CauseKind.Feedback, Feedback(effects), size, at));
        }

        if (causes is null && (isOpen || !anyOpen))
        {
            if (effects.After.Mood <= settings.Mood)
            {
                (causes ??= []).Add(Of(effects, CauseKind.Mood, Trouble(effects, journey), size, at));
            }
            else if (effects.After.Pressure >= settings.Pressure)
            {
                (causes ??= []).Add(Of(effects, CauseKind.Pressure, "Many small frictions", size, at));
            }
        }

        return causes;
    }

    /// <summary>The cause a touchpoint gives a high point; null where it gives none.</summary>
    public static Cause? High(TouchpointEffects effects, JourneyDefinition? journey, HighPointSettings settings, DateTimeOffset at)
    {
        var size = effects.Experience!.Value;
        return effects.IsFeedback && size >= settings.Feedback ? Of(effects, CauseKind.Feedback, Feedback(effects), size, at)
            : effects.After.Mood >= settings.Mood ? Of(effects, CauseKind.Mood, Trouble(effects, journey), size, at)
            : null;
    }

    /// <summary>All causes, heaviest first, the older of two alike first; of one kind and text the heavier is kept.</summary>
    public static ImmutableArray<Cause> Ordered(ImmutableArray<Cause> old, List<Cause> added) =>
    [
        .. old.Concat(added)
            .GroupBy(c => (c.Kind, c.Text))
            .Select(g => g.MaxBy(c => c.Weight)!)
            .OrderByDescending(c => c.Weight)
            .ThenBy(c => c.At)
            .Take(LowPoint.CausesMax),
    ];

    private static Cause Of(TouchpointEffects effects, CauseKind kind, string text, double weight, DateTimeOffset at) => new()
    {
        Kind = kind,
        Type = effects.Touchpoint.Type,
        Text = text,
        Weight = Math.Round(Math.Min(1, weight), 4),
        At = at,
    };

    private static ExperienceRule? Rule(TouchpointEffects effects, JourneyDefinition? journey)
    {
        foreach (var rule in journey?.Experiences ?? [])
        {
            if (rule.Match.Matches(effects.Touchpoint))
            {
                return rule;
            }
        }

        return null;
    }

    private static string Trouble(TouchpointEffects effects, JourneyDefinition? journey) =>
        effects.Missed is { } missed ? missed.Expectation.Name
        : effects.IsFeedback || effects.IsSentiment ? Feedback(effects)
        : Rule(effects, journey)?.Cause ?? Words(effects.Touchpoint.Type);

    private static string Feedback(TouchpointEffects effects) => effects.Touchpoint.Feedback switch
    {
        { Nps: { } nps } => $"Scored {nps} of 10 (NPS)",
        { Csat: { } csat } => $"Rated {csat} of 5",
        { Ces: { } ces } => $"Found it hard: effort {ces} of 7",
        { Reasons: { IsEmpty: false } reasons } when effects.Experience < 0 => $"Complaint: {string.Join(", ", reasons.Take(CauseReasonsMax))}",
        _ => "What the customer wrote",
    };

    // "payment.failed" reads "Payment failed".
    private static string Words(string type)
    {
        var words = type.Replace('.', ' ').Replace('_', ' ').Replace('-', ' ').Trim();
        return words.Length == 0 ? type : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
