using System.Collections.Immutable;
using System.Diagnostics;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Gateway.Views;

/// <summary>
/// Finds when a policy was last set off: by the marks and touchpoints of the stored history, and where those show nothing, by simulating the
/// stored touchpoints under the documents in force, which sees every kind of trigger.
/// </summary>
internal sealed class TriggerSearch(DraftPast past)
{
    /// <param name="key">The customer.</param>
    /// <param name="definitions">In force.</param>
    /// <param name="policy">By any of its triggers.</param>
    /// <param name="history">The newest inputs, newest first.</param>
    /// <param name="now">By the journey's clock.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<TriggerFinding> FindAsync(
        CustomerKey key, CompiledDefinitions definitions, PolicyDefinition policy, ImmutableArray<HistoryEntry> history, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (Newest(policy, history) is { } newest)
        {
            return new TriggerFinding { NewestAt = newest };
        }

        var (run, whole) = await past.OfStoredAsync(key, definitions, policy.Id, now, cancellationToken);
        return whole ? new TriggerFinding { NewestAt = run.NewestAt, Whole = true } : Partial(policy, run.NewestAt);
    }

    /// <summary>What the newest part of the history shows, where no more of it can be looked at.</summary>
    public static TriggerFinding Partial(PolicyDefinition policy, ImmutableArray<HistoryEntry> history) => Partial(policy, Newest(policy, history));

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

    private static TriggerFinding Partial(PolicyDefinition policy, DateTimeOffset? newest) =>
        new() { NewestAt = newest, Untold = newest is null ? [.. policy.Triggers.Where(t => !LeavesMarks(t))] : [] };

    // What leaves a mark or a touchpoint is found wherever the history begins. The others need the customer as of then.
    private static bool LeavesMarks(Trigger trigger) => trigger switch
    {
        OnTouchpoint or OnSchedule or OnLowPointOpened or OnLowPointDeepened or OnLowPointClosed or OnHighPointOpened or OnHighPointClosed or OnStageEntered or OnExpectationMissed => true,
        OnStageLeft or OnStageStayed or OnAbsence or OnSequence or OnCount or OnMetric => false,
        _ => throw new UnreachableException($"No search for {trigger.GetType().Name}."),
    };

    private static bool Happened(PolicyDefinition policy, Trigger trigger, Touchpoint? touchpoint, ImmutableArray<HistoryMark> marks) => trigger switch
    {
        OnTouchpoint t => touchpoint is not null && !DueSchedules.IsDue(touchpoint) && t.Match.Matches(touchpoint),
        OnSchedule t => touchpoint is not null && DueSchedules.IsOf(touchpoint, policy, t),
        OnLowPointOpened t => marks.Any(m => m.Kind == HistoryMarkKind.LowPointOpened && In(t.Journey, m)),
        OnLowPointDeepened t => marks.Any(m => m.Kind == HistoryMarkKind.LowPointDeepened && In(t.Journey, m)),
        OnLowPointClosed t => marks.Any(m => Closed(t.Outcome, m.Kind) && In(t.Journey, m)),
        OnHighPointOpened t => marks.Any(m => m.Kind == HistoryMarkKind.HighPointOpened && In(t.Journey, m)),
        OnHighPointClosed t => marks.Any(m => m.Kind == HistoryMarkKind.HighPointClosed && In(t.Journey, m)),
        OnStageEntered t => marks.Any(m => m.Kind is HistoryMarkKind.StageEntered or HistoryMarkKind.InstanceStarted && In(t.Journey, m) && m.Name == t.Stage),
        OnExpectationMissed t => marks.Any(m =>
            m.Kind == HistoryMarkKind.ExpectationMissed && In(t.Journey, m) && (t.Expectation is null || m.Name == t.Expectation)),

        // A mark of the instance's end has the stage it was left in; going on to another stage shows in the simulation only.
        OnStageLeft t => marks.Any(m => m.Kind == HistoryMarkKind.InstanceLeft && In(t.Journey, m) && m.Name == t.Stage),
        OnStageStayed or OnAbsence or OnSequence or OnCount or OnMetric => false,
        _ => throw new UnreachableException($"No search for {trigger.GetType().Name}."),
    };

    private static bool In(string? journey, HistoryMark mark) => journey is null || mark.Journey == journey;

    private static bool Closed(LowPointOutcome? outcome, HistoryMarkKind kind) => kind switch
    {
        HistoryMarkKind.LowPointRecovered => outcome is null or LowPointOutcome.Recovered,
        HistoryMarkKind.LowPointFaded => outcome is null or LowPointOutcome.Faded,
        _ => false,
    };
}
