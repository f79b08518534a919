using System.Collections.Immutable;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class Turn
{
    private void MovePoints(TouchpointEffects effects)
    {
        if (effects.Missed is { } missed)
        {
            var journey = Definitions.Journey(missed.Instance.Journey)!;
            MovePoints(effects, journey, missed.Instance);
        }
        else if (effects.Instances.Length == 0)
        {
            MovePoints(effects, null, null);
        }
        else
        {
            foreach (var (journey, instance) in effects.Instances)
            {
                MovePoints(effects, journey, instance);
            }

            // The customer's own valley feels a good experience of any journey.
            Recover(effects, null, null, LowPointSettings.Default);
        }
    }

    private void MovePoints(TouchpointEffects effects, JourneyDefinition? journey, JourneyInstance? instance)
    {
        var low = journey?.LowPoint ?? LowPointSettings.Default;
        Recover(effects, journey, instance, low);
        Sink(effects, journey, instance, low);
        MoveHighPoint(effects, journey, instance, journey?.HighPoint ?? HighPointSettings.Default);
    }

    private void Sink(TouchpointEffects effects, JourneyDefinition? journey, JourneyInstance? instance, LowPointSettings settings)
    {
        var open = OpenLowPoint(instance);
        var causes = Causes.Low(effects, journey, settings, At, open is not null, AnyLowPointOpen());
        if (causes is null)
        {
            return;
        }

        var depth = Math.Round(Math.Min(1, Math.Max(Math.Max(0, -effects.After.Mood), causes.Max(c => c.Weight))), 4);
        var change = open is null ? PointChange.Opened : PointChange.Deepened;
        var point = open is null
            ? new LowPoint
            {
                Journey = instance?.Journey,
                Correlation = instance?.Correlation,
                OpenedAt = At,
                Causes = Causes.Ordered([], causes),
                Depth = depth,
                Key = KeyFor(effects, instance),
                FadesAt = At + settings.FadeAfter,
            }
            : open with { Causes = Causes.Ordered(open.Causes, causes), Depth = Math.Max(open.Depth, depth) };
        Emit(new LowPointChanged { At = At, Change = change, Point = point });
        effects.LowPoints = effects.LowPoints.Add((change, point));
    }

    private void Recover(TouchpointEffects effects, JourneyDefinition? journey, JourneyInstance? instance, LowPointSettings settings)
    {
        if (OpenLowPoint(instance) is not { } open)
        {
            return;
        }

        var byExperience = effects.Experience >= settings.RecoverExperience
            && effects.After.Mood > settings.RecoverMood
            && effects.After.Pressure < settings.RecoverPressure;
        if (!byExperience && !IsPutRight(effects, journey, instance, open))
        {
            return;
        }

        var point = open with { ClosedAt = At, Outcome = LowPointOutcome.Recovered };
        Emit(new LowPointChanged { At = At, Change = PointChange.Recovered, Point = point });
        effects.LowPoints = effects.LowPoints.Add((PointChange.Recovered, point));
    }

    // A recovery of the journey closes it; a late arrival only where broken expectations were all that was wrong and none is left.
    private static bool IsPutRight(TouchpointEffects effects, JourneyDefinition? journey, JourneyInstance? instance, LowPoint open)
    {
        // A bad word about it in the same breath puts nothing right.
        if (effects.Experience < 0)
        {
            return false;
        }

        if (journey is null || instance is null)
        {
            return effects.Recovers && effects.Instances.Length == 0;
        }

        if (!effects.PutRight.Any(i => i.Journey == instance.Journey && i.Correlation == instance.Correlation))
        {
            return false;
        }

        var recovers = journey.Recovery.Any(m => m.Matches(effects.Touchpoint));
        return recovers
            || (open.Causes.All(c => c.Kind == CauseKind.ExpectationMissed)
                && instance.Expectations.All(e => e.Status != ExpectationStatus.Missed));
    }

    private void MoveHighPoint(TouchpointEffects effects, JourneyDefinition? journey, JourneyInstance? instance, HighPointSettings settings)
    {
        var open = OpenHighPoint(instance);
        if (open is not null)
        {
            if (effects.Experience <= settings.EndExperience || OpenLowPoint(instance) is not null)
            {
                Change(PointChange.Faded, open with { ClosedAt = At });
            }

            return;
        }

        if (effects.Experience is > 0
            && OpenLowPoint(instance) is null
            && Causes.High(effects, journey, settings, At) is { } cause)
        {
            Change(PointChange.Opened, new HighPoint
            {
                Journey = instance?.Journey,
                Correlation = instance?.Correlation,
                OpenedAt = At,
                Cause = cause,
                Height = Math.Round(Math.Min(1, Math.Max(effects.After.Mood, cause.Weight)), 4),
                Key = KeyFor(effects, instance),
                FadesAt = At + settings.FadeAfter,
            });
        }

        void Change(PointChange change, HighPoint point)
        {
            Emit(new HighPointChanged { At = At, Change = change, Point = point });
            effects.HighPoints = effects.HighPoints.Add((change, point));
        }
    }

    private HighPoint? OpenHighPoint(JourneyInstance? instance)
    {
        foreach (var point in _fold.HighPoints)
        {
            if (point.IsOpen
                && string.Equals(point.Journey, instance?.Journey, StringComparison.Ordinal)
                && string.Equals(point.Correlation, instance?.Correlation, StringComparison.Ordinal))
            {
                return point;
            }
        }

        return null;
    }

    private LowPoint? OpenLowPoint(JourneyInstance? instance)
    {
        foreach (var point in _fold.LowPoints)
        {
            if (point.IsOpen
                && string.Equals(point.Journey, instance?.Journey, StringComparison.Ordinal)
                && string.Equals(point.Correlation, instance?.Correlation, StringComparison.Ordinal))
            {
                return point;
            }
        }

        return null;
    }

    private bool AnyLowPointOpen()
    {
        foreach (var point in _fold.LowPoints)
        {
            if (point.IsOpen)
            {
                return true;
            }
        }

        return false;
    }

    // The same input gives the same key, whatever happened in between.
    private static string KeyFor(TouchpointEffects effects, JourneyInstance? instance) => ShortNames.Of(instance is null
        ? effects.Touchpoint.Identity.ToString()
        : $"{instance.Journey}/{instance.Correlation}/{effects.Touchpoint.Identity}");
}
