using CxOrchestrator.Api.Board;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Gateway.Board;

/// <summary>Rows of the board, made of customers' states.</summary>
internal static class BoardRows
{
    // Less than this is not worth a row's travel; screens show whole points of risk and two decimals of mood.
    private const double RiskStep = 0.5;
    private const double MoodStep = 0.01;

    /// <summary>Rebuilds the row where something shown changed, by an input or by time; true where it did.</summary>
    public static bool Refresh(BoardEntry entry, CompiledDefinitions definitions, DateTimeOffset now, long version)
    {
        var state = entry.State;
        var at = now < state.EffectiveAt ? state.EffectiveAt : now;
        var risk = Risks.ScoreAt(state, definitions, at);
        var mood = Moods.At(state.Mood, definitions.Set.Experience, at).Mood;
        if (!entry.Stale && entry.Row is { } row && Math.Abs(row.Risk - risk) < RiskStep && Math.Abs(row.Mood - mood) < MoodStep)
        {
            return false;
        }

        entry.Row = Make(entry, definitions, at, risk, mood, version);
        entry.Stale = false;
        return true;
    }

    private static BoardRow Make(BoardEntry entry, CompiledDefinitions definitions, DateTimeOffset at, double risk, double mood, long version)
    {
        var state = entry.State;
        var worst = state.WorstLowPoint;
        var instance = Instance(state, worst);
        var journey = instance?.Journey ?? worst?.Journey;
        return new BoardRow
        {
            Customer = state.Customer.Value,
            Name = state.Profile.Name,
            Segment = state.Profile.Segment,
            Segments = Segments.Of(state, definitions, at),
            LifetimeValue = state.Profile.LifetimeValue,
            Currency = state.Profile.Currency,
            Risk = risk,
            Mood = mood,
            MoodTrail = CustomerViews.Trail(state),
            Journey = journey,
            JourneyName = JourneyViews.Name(journey, definitions),
            Correlation = instance?.Correlation ?? worst?.Correlation,
            Stage = instance?.Stage,
            StageName = instance is null ? null : JourneyViews.StageName(definitions.Journey(instance.Journey), instance.Stage),
            Cause = worst is null ? null : CustomerViews.Of(worst.Causes[0]),
            Since = worst?.OpenedAt ?? entry.EnteredAt,
            Doing = entry.Doing,
            Case = entry.Case?.Id,
            CaseStatus = entry.Case?.Status,
            ClaimedBy = entry.Case?.ClaimedBy,
            Version = version,
        };
    }

    // The one the worst low point is about, else the one that was touched last.
    private static JourneyInstance? Instance(CustomerState state, LowPoint? worst) =>
        worst?.Journey is { } journey
            ? state.Instances.LastOrDefault(i => i.Journey == journey && i.Correlation == worst.Correlation)
            : state.Instances.Where(i => i.IsOpen).MaxBy(i => i.TouchedAt);
}
