using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Log.Kafka;

/// <summary>A customer's live state as it is in the journeys topic: the last record of a key is the state. Members are added, never renamed or removed.</summary>
public sealed record JourneyPayload
{
    public required string Tenant { get; init; }

    public required string Customer { get; init; }

    /// <summary>Grows with every input of the customer: of two records the one with the higher version holds, whichever came first.</summary>
    public required long Version { get; init; }

    /// <summary>Mood, pressure and risk hold at this time; both moods fade from then on.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>-1 to 1.</summary>
    public required double Mood { get; init; }

    public required double Pressure { get; init; }

    /// <summary>0 to 100.</summary>
    public required double Risk { get; init; }

    public required bool AtRisk { get; init; }

    /// <summary>The deepest open low point; null where none is open.</summary>
    public LowPointPayload? LowPoint { get; init; }

    public required IReadOnlyList<JourneyRunPayload> Journeys { get; init; }

    public DateTimeOffset? LastTouchpointAt { get; init; }

    internal static JourneyPayload Of(CustomerChange change, CompiledDefinitions definitions)
    {
        var state = change.State;
        var mood = Moods.At(state.Mood, definitions.Set.Experience, state.EffectiveAt);
        return new JourneyPayload
        {
            Tenant = change.Tenant,
            Customer = state.Customer.Value,
            Version = state.Sequence,
            At = state.EffectiveAt,
            Mood = mood.Mood,
            Pressure = mood.Pressure,
            Risk = Risks.At(state, definitions, state.EffectiveAt).Score,
            AtRisk = change.AtRisk,
            LowPoint = state.WorstLowPoint is { } worst ? LowPointPayload.Of(worst) : null,
            Journeys = [.. state.Instances.Select(JourneyRunPayload.Of)],
            LastTouchpointAt = state.LastTouchpointAt,
        };
    }
}

/// <summary>An open low point.</summary>
public sealed record LowPointPayload
{
    public string? Journey { get; init; }

    public string? Correlation { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>0 to 1.</summary>
    public required double Depth { get; init; }

    /// <summary>The heaviest cause, for people.</summary>
    public required string Cause { get; init; }

    internal static LowPointPayload Of(LowPoint point) => new()
    {
        Journey = point.Journey,
        Correlation = point.Correlation,
        OpenedAt = point.OpenedAt,
        Depth = point.Depth,
        Cause = point.Causes[0].Text,
    };
}

/// <summary>One run of a journey.</summary>
public sealed record JourneyRunPayload
{
    public required string Journey { get; init; }

    public string? Correlation { get; init; }

    public required string Stage { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>open, ended, left.</summary>
    public required string Status { get; init; }

    public DateTimeOffset? GoalAt { get; init; }

    internal static JourneyRunPayload Of(Rules.Journeys.JourneyInstance run) => new()
    {
        Journey = run.Journey,
        Correlation = run.Correlation,
        Stage = run.Stage,
        Since = run.Since,
        StartedAt = run.StartedAt,
        Status = PayloadJson.Name(run.Status.ToString()),
        GoalAt = run.GoalAt,
    };
}
