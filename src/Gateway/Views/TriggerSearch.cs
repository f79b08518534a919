using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Gateway.Views;

/// <summary>Finds when a policy was last set off, in the stored history.</summary>
internal static class TriggerSearch
{
    /// <param name="policy">By any of its triggers.</param>
    /// <param name="history">Newest first.</param>
    public static DateTimeOffset? Newest(PolicyDefinition policy, ImmutableArray<HistoryEntry> history)
    {
        var triggers = policy.Triggers;
        foreach (var entry in history)
        {
            var marks = HistoryOutcome.FromJson(entry.Outcome.Span).Marks;
            var touchpoint = entry.Kind == HistoryKind.Touchpoint && triggers.Any(t => t is OnTouchpoint or OnSchedule)
                ? TouchpointJson.Read(entry.Input.Span).Touchpoint
                : null;
            if (triggers.Any(t => Happened(policy, t, touchpoint, marks)))
            {
                return entry.EffectiveAt;
            }
        }

        return null;
    }

    private static bool Happened(PolicyDefinition policy, Trigger trigger, Touchpoint? touchpoint, ImmutableArray<HistoryMark> marks) => trigger switch
    {
        OnTouchpoint t => touchpoint is not null && !DueSchedules.IsDue(touchpoint) && t.Match.Matches(touchpoint),
        OnSchedule t => touchpoint is not null && DueSchedules.IsOf(touchpoint, policy, t),
        OnLowPointOpened t => marks.Any(m => m.Kind == HistoryMarkKind.LowPointOpened && In(t.Journey, m)),
        OnLowPointClosed t => marks.Any(m => Closed(t.Outcome, m.Kind) && In(t.Journey, m)),
        OnHighPointOpened t => marks.Any(m => m.Kind == HistoryMarkKind.HighPointOpened && In(t.Journey, m)),
        OnStageEntered t => marks.Any(m => m.Kind is HistoryMarkKind.StageEntered or HistoryMarkKind.InstanceStarted && In(t.Journey, m) && m.Name == t.Stage),
        OnExpectationMissed t => marks.Any(m =>
            m.Kind == HistoryMarkKind.ExpectationMissed && In(t.Journey, m) && (t.Expectation is null || m.Name == t.Expectation)),
        _ => false,
    };

    private static bool In(string? journey, HistoryMark mark) => journey is null || mark.Journey == journey;

    private static bool Closed(LowPointOutcome? outcome, HistoryMarkKind kind) => kind switch
    {
        HistoryMarkKind.LowPointRecovered => outcome is null or LowPointOutcome.Recovered,
        HistoryMarkKind.LowPointFaded => outcome is null or LowPointOutcome.Faded,
        _ => false,
    };
}
