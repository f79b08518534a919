using System.Collections.Immutable;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Experience;

/// <summary>Risk at a time, read from the state; it decays and grows in silence, so it is never stored as truth.</summary>
public static class Risks
{
    public static Risk At(CustomerState state, CompiledDefinitions definitions, DateTimeOffset at)
    {
        Span<RiskContribution> parts = stackalloc RiskContribution[5];
        Fill(parts, state, definitions.Set.Experience, at);

        // Largest first; the enum's order among equals.
        parts.Sort(static (a, b) => a.Points != b.Points ? b.Points.CompareTo(a.Points) : ((int)a.Part).CompareTo((int)b.Part));
        var count = 0;
        var sum = 0.0;
        while (count < parts.Length && parts[count].Points > 0)
        {
            sum += parts[count++].Points;
        }

        return count == 0 ? Risk.None : new Risk { Score = Rounded(Math.Min(100, sum)), Contributions = [.. parts[..count]] };
    }

    /// <summary>The score alone, 0 to 100.</summary>
    public static double ScoreAt(CustomerState state, CompiledDefinitions definitions, DateTimeOffset at)
    {
        Span<RiskContribution> parts = stackalloc RiskContribution[5];
        Fill(parts, state, definitions.Set.Experience, at);
        var sum = 0.0;
        foreach (var part in parts)
        {
            sum += part.Points;
        }

        return Rounded(Math.Min(100, sum));
    }

    /// <summary>Has an open low point, or risk at or above the level.</summary>
    public static bool IsAtRisk(CustomerState state, CompiledDefinitions definitions, DateTimeOffset at) =>
        state.WorstLowPoint is not null || ScoreAt(state, definitions, at) >= definitions.Set.Experience.Risk.AtRisk;

    /// <summary>
    /// When a customer whom risk alone keeps on the board has to be looked at again: the earliest moment at which a part can fall
    /// far enough. Null where risk alone does not keep them.
    /// </summary>
    public static DateTimeOffset? ReviewAt(CustomerState state, CompiledDefinitions definitions, DateTimeOffset at)
    {
        var settings = definitions.Set.Experience;
        var weights = settings.Risk;
        if (state.WorstLowPoint is not null)
        {
            return null;
        }

        var risk = ScoreAt(state, definitions, at);
        if (risk < weights.AtRisk)
        {
            return null;
        }

        var mood = Moods.At(state.Mood, settings, at).Mood;
        var review = weights.Mood > 0
            ? Moods.RisesTo(state.Mood, settings, at, mood + ((risk - weights.AtRisk) / weights.Mood))
            : null;
        review = Earlier(review, Expiry(state.MissedAt, weights.MissedWithin, at));
        review = Earlier(review, Expiry(state.ContactsAt, weights.ContactsWithin, at));

        // Never so soon that looking again would be a loop.
        var soonest = at + TimeSpan.FromMinutes(1);
        return review is { } r && r > soonest ? r : soonest;
    }

    private static void Fill(Span<RiskContribution> parts, CustomerState state, ExperienceSettings settings, DateTimeOffset at)
    {
        var weights = settings.Risk;
        var missed = Since(state.MissedAt, at - weights.MissedWithin);
        var repeated = Math.Max(0, Since(state.ContactsAt, at - weights.ContactsWithin) - 1);
        parts[0] = new(RiskPart.Mood, Rounded(weights.Mood * Math.Max(0, -Moods.At(state.Mood, settings, at).Mood)));
        parts[1] = new(RiskPart.OpenLowPoint, state.WorstLowPoint is null ? 0 : weights.OpenLowPoint);
        parts[2] = new(RiskPart.MissedExpectations, Math.Min(weights.MissedMax, weights.Missed * missed));
        parts[3] = new(RiskPart.RepeatedContact, Math.Min(weights.RepeatedContactMax, weights.RepeatedContact * repeated));
        parts[4] = new(RiskPart.Silence, Rounded(Silence(state, weights, at)));
    }

    private static double Silence(CustomerState state, RiskWeights weights, DateTimeOffset at)
    {
        if (state.LastTouchpointAt is not { } last)
        {
            return 0;
        }

        var silent = at - last;
        if (silent <= weights.SilenceFrom)
        {
            return 0;
        }

        foreach (var instance in state.Instances)
        {
            if (instance.IsOpen)
            {
                return weights.SilenceMax * Math.Min(1, (silent - weights.SilenceFrom) / (weights.SilenceFull - weights.SilenceFrom));
            }
        }

        return 0;
    }

    private static int Since(ImmutableArray<DateTimeOffset> moments, DateTimeOffset from)
    {
        var count = 0;
        foreach (var moment in moments)
        {
            if (moment > from)
            {
                count++;
            }
        }

        return count;
    }

    private static DateTimeOffset? Expiry(ImmutableArray<DateTimeOffset> moments, TimeSpan within, DateTimeOffset at)
    {
        DateTimeOffset? first = null;
        foreach (var moment in moments)
        {
            if (moment + within > at)
            {
                first = Earlier(first, moment + within);
            }
        }

        return first;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;

    private static double Rounded(double value) => Math.Round(value, 1);
}
