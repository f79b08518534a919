using System.Collections.Immutable;
using System.Diagnostics;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Gateway.Customers;

/// <summary>
/// Finds when a policy was last triggered: by the marks and touchpoints of the stored history, and where those show nothing, by simulating the
/// stored touchpoints under the published documents, which sees every kind of trigger.
/// </summary>
internal sealed class TriggerSearch(DraftPast past)
{
    /// <param name="key">The customer.</param>
    /// <param name="definitions">The published definitions.</param>
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
        foreach (var entry in history)
        {
            var trace = new EntryTrace(entry);
            if (policy.Triggers.Any(t => t.ShowsIn(trace, policy)))
            {
                return entry.EffectiveAt;
            }
        }

        return null;
    }

    private static TriggerFinding Partial(PolicyDefinition policy, DateTimeOffset? newest) =>
        new() { NewestAt = newest, Untold = newest is null ? [.. policy.Triggers.Where(t => !t.IsTraced)] : [] };

    /// <summary>What leaves a mark or a touchpoint is found wherever the history begins; the rest needs the customer as of then.</summary>
    private sealed class EntryTrace(HistoryEntry entry) : IInputTrace
    {
        private readonly ImmutableArray<HistoryMark> _marks = HistoryOutcome.FromJson(entry.Outcome.Span).Marks;
        private readonly Lazy<Touchpoint?> _touchpoint = new(() => entry.Kind == HistoryKind.Touchpoint ? TouchpointJson.ReadStored(entry.Input.Span).Touchpoint : null);

        public Touchpoint? Touchpoint => _touchpoint.Value;

        public bool Shows(TraceKind kind, string? journey, string? name = null) =>
            _marks.Any(m => Is(m.Kind, kind) && (journey is null || m.Journey == journey) && (name is null || m.Name == name));

        private static bool Is(HistoryMarkKind mark, TraceKind kind) => kind switch
        {
            TraceKind.StageEntered => mark is HistoryMarkKind.StageEntered or HistoryMarkKind.InstanceStarted,
            TraceKind.StageExited => mark == HistoryMarkKind.InstanceExited,
            TraceKind.ExpectationMissed => mark == HistoryMarkKind.ExpectationMissed,
            TraceKind.LowPointOpened => mark == HistoryMarkKind.LowPointOpened,
            TraceKind.LowPointDeepened => mark == HistoryMarkKind.LowPointDeepened,
            TraceKind.LowPointRecovered => mark == HistoryMarkKind.LowPointRecovered,
            TraceKind.LowPointFaded => mark == HistoryMarkKind.LowPointFaded,
            TraceKind.HighPointOpened => mark == HistoryMarkKind.HighPointOpened,
            TraceKind.HighPointClosed => mark == HistoryMarkKind.HighPointClosed,
            _ => throw new UnreachableException($"No mark for {kind}."),
        };
    }
}
