using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Simulation;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Learn.Suggesting;

/// <summary>
/// Runs recorded touchpoints through the core under given documents, and compares the low points that open with the outcome: whether one of the instance, or
/// of the customer alone, opened before the touchpoint of the outcome.
/// </summary>
public sealed class WarningTrial(CompiledDefinitions definitions, string? instanceBy, TouchpointMatch outcome)
{
    private readonly List<bool> _outcomes = [];
    private readonly List<float> _days = [];

    /// <summary>All touchpoints of a customer, in the order of time.</summary>
    public void Add(IReadOnlyList<Touchpoint> touchpoints)
    {
        if (touchpoints.Count == 0)
        {
            return;
        }

        var opened = new Opened();
        var customer = new SimulatedCustomer(touchpoints[0].Customer, definitions, opened, new SimulationCounts()) { SchedulesUntil = touchpoints[^1].At };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var touchpoint in touchpoints)
        {
            customer.PassTo(touchpoint.At);
            if (outcome.MatchesType(touchpoint.Type) && KeyOf(touchpoint) is { } key && seen.Add(key))
            {
                _outcomes.Add(outcome.Matches(touchpoint));
                var first = opened.Points.Where(p => (p.Correlation is null || p.Correlation == key) && p.OpenedAt < touchpoint.At).Select(p => (DateTimeOffset?)p.OpenedAt).Min();
                _days.Add(first is { } at ? (float)(touchpoint.At - at).TotalDays : -1);
            }

            customer.Apply(touchpoint);
        }
    }

    public WarningFigures Figures(double early) => WarningFigures.Of([.. _outcomes], [.. _days], early);

    private string? KeyOf(Touchpoint touchpoint) => instanceBy is null ? "" : touchpoint.Attributes[instanceBy] is { Kind: not ScalarKind.None } value ? value.ToString() : null;

    private sealed class Opened : ISimulationSink
    {
        public List<LowPoint> Points { get; } = [];

        public void LowPointOpened(CustomerId customer, LowPoint point) => Points.Add(point);

        public void LowPointClosed(CustomerId customer, LowPoint point)
        {
        }

        public void Decided(CustomerId customer, PolicyDecision decision)
        {
        }

        public void Action(DecidedAction action, AdmissionAnswer answer)
        {
        }
    }
}
