using System.Globalization;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Gateway.Customers;

/// <summary>A customer's state as the API says it, at a time of the journey's clock.</summary>
internal static class CustomerViews
{
    public static CustomerView Of(CustomerState state, CompiledDefinitions definitions, DateTimeOffset at)
    {
        // A clock a little behind the state's time would let the mood decay backwards.
        at = at < state.EffectiveAt ? state.EffectiveAt : at;
        var mood = Moods.At(state.Mood, definitions.Set.Experience, at);
        var profile = state.Profile;
        return new CustomerView
        {
            Customer = state.Customer.Value,
            Name = profile.Name,
            Language = profile.Language,
            TimeZone = profile.TimeZone,
            Segment = profile.Segment,
            Segments = Segments.Of(state, definitions, at),
            LifetimeValue = profile.LifetimeValue,
            Currency = profile.Currency,
            ClosedChannels = [.. StatedPreferences.Closed(state).Select(Closed)],
            Consent = profile.Consent.Values.Where(v => v.Value.Kind == ScalarKind.Flag).ToDictionary(v => v.Name, v => v.Value.Flag),
            Attributes = profile.Attributes.Values.ToDictionary(v => v.Name, v => v.Value.ToString()),
            Mood = mood.Mood,
            Pressure = mood.Pressure,
            Remembered = state.Remembered,
            Risk = RiskOf(state, definitions, at),
            AtRisk = Risks.IsAtRisk(state, definitions, at),
            LowPoint = state.WorstLowPoint is { } worst ? Of(worst, definitions) : null,
            LowPoints = [.. state.LowPoints.OrderByDescending(p => p.OpenedAt).Select(p => Of(p, definitions))],
            HighPoints = [.. state.HighPoints.OrderByDescending(p => p.OpenedAt).Select(p => Of(p, definitions))],
            Journeys = [.. state.Instances.OrderByDescending(i => i.IsOpen).ThenByDescending(i => i.TouchedAt).Select(i => JourneyViews.Of(i, definitions))],
            Merged = [.. state.Merged.Select(m => new MergedView { Customer = m.Customer.Value, Into = m.Into.Value, Number = m.Number, At = m.At, Exact = m.Exact })],
            Touchpoints = state.Touchpoints,
            LastTouchpointAt = state.LastTouchpointAt,
            MoodTrail = Trail(state),
            Version = state.Sequence,
            AsOf = at,
        };
    }

    public static IReadOnlyList<MoodView> Trail(CustomerState state) =>
        [.. state.MoodTrail.Select(p => new MoodView { At = p.At, Mood = Math.Round(p.Mood, 4) })];

    public static CauseView Of(Cause cause) => new()
    {
        Kind = Names<CauseKind>.Of(cause.Kind),
        Text = cause.Text,
        Type = cause.Type,
        Weight = cause.Weight,
        At = cause.At,
    };

    private static ClosedChannelView Closed(Suppression closing) => new()
    {
        Channel = closing.Channel == Suppression.AllChannels ? "all" : closing.Channel,
        Reason = closing.Reason,
        Source = closing.By,
        At = closing.At,
        AddressIn = closing.AddressIn,
    };

    private static LowPointView Of(LowPoint point, CompiledDefinitions definitions) => new()
    {
        Journey = point.Journey,
        JourneyName = JourneyViews.Name(point.Journey, definitions),
        Correlation = point.Correlation,
        OpenedAt = point.OpenedAt,
        ClosedAt = point.ClosedAt,
        Outcome = point.Outcome is { } outcome ? Names<LowPointOutcome>.Of(outcome) : null,
        Cause = Of(point.Causes[0]),
        Causes = [.. point.Causes.Select(Of)],
        Depth = point.Depth,
    };

    private static HighPointView Of(HighPoint point, CompiledDefinitions definitions) => new()
    {
        Journey = point.Journey,
        JourneyName = JourneyViews.Name(point.Journey, definitions),
        Correlation = point.Correlation,
        OpenedAt = point.OpenedAt,
        ClosedAt = point.ClosedAt,
        Cause = Of(point.Cause),
        Height = point.Height,
    };

    private static RiskView RiskOf(CustomerState state, CompiledDefinitions definitions, DateTimeOffset at)
    {
        var risk = Risks.At(state, definitions, at);
        return new RiskView
        {
            Score = risk.Score,
            Contributions =
            [
                .. risk.Contributions.Select(c => new RiskContributionView
                {
                    Part = Names<RiskPart>.Of(c.Part),
                    Text = Text(c.Part, state, definitions, at),
                    Points = c.Points,
                }),
            ],
        };
    }

    private static string Text(RiskPart part, CustomerState state, CompiledDefinitions definitions, DateTimeOffset at)
    {
        var weights = definitions.Set.Experience.Risk;
        switch (part)
        {
            case RiskPart.Mood:
                var mood = Moods.At(state.Mood, definitions.Set.Experience, at).Mood;
                return string.Create(CultureInfo.InvariantCulture, $"Mood is {mood:0.00}");
            case RiskPart.OpenLowPoint:
                return $"A low point is open: {state.WorstLowPoint?.Causes[0].Text ?? "cause unknown"}";
            case RiskPart.MissedExpectations:
                var missed = state.MissedAt.Count(m => m > at - weights.MissedWithin);
                return $"{missed} expectation{(missed == 1 ? "" : "s")} missed in {Times.Days(weights.MissedWithin)}";
            case RiskPart.RepeatedContact:
                return $"{state.ContactsAt.Count(c => c > at - weights.ContactsWithin)} contacts in {Times.Days(weights.ContactsWithin)}";
            case RiskPart.Silence:
                return $"Not heard of for {Times.Days(at - (state.LastTouchpointAt ?? at))}";
            default:
                throw new System.Diagnostics.UnreachableException($"No words for {part}.");
        }
    }
}
