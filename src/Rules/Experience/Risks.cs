using System.Collections.Immutable;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Experience;

/// <summary>Risk at a time, read from the state; it decays and grows in silence, so it is never stored as truth.</summary>
public static class Risks
{
    public static Risk At(CustomerState state, CompiledDefinitions definitions, DateTimeOffset at)
    {
        var settings = definitions.Set.Experience;
        var weights = settings.Risk;
        Span<RiskContribution> parts =
        [
            new(RiskPart.Mood, Rounded(weights.Mood * Math.Max(0, -Moods.At(state.Mood, settings, at).Mood))),
            new(RiskPart.OpenLowPoint, state.WorstLowPoint is null ? 0 : weights.OpenLowPoint),
            new(RiskPart.MissedExpectations, Math.Min(weights.MissedMax, weights.Missed * Since(state.MissedAt, at - weights.MissedWithin))),
            new(RiskPart.RepeatedContact, Math.Min(weights.RepeatedContactMax, weights.RepeatedContact * Math.Max(0, Since(state.ContactsAt, at - weights.ContactsWithin) - 1))),
            new(RiskPart.Silence, Rounded(Silence(state, weights, at))),
        ];

        // Largest first; the enum's order among equals.
        parts.Sort(static (a, b) => a.Points != b.Points ? b.Points.CompareTo(a.Points) : a.Part.CompareTo(b.Part));
        var count = 0;
        var sum = 0.0;
        while (count < parts.Length && parts[count].Points > 0)
        {
            sum += parts[count++].Points;
        }

        return count == 0 ? Risk.None : new Risk { Score = Rounded(Math.Min(100, sum)), Contributions = [.. parts[..count]] };
    }

    /// <summary>Has an open low point, or risk at or above the level.</summary>
    public static bool IsAtRisk(CustomerState state, CompiledDefinitions definitions, DateTimeOffset at) =>
        state.WorstLowPoint is not null || At(state, definitions, at).Score >= definitions.Set.Experience.Risk.AtRisk;

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

        var risk = At(state, definitions, at).Score;
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
