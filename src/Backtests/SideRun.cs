using System.Collections.Immutable;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Simulation;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Backtests;

/// <summary>Runs customers, one after the other, under one of the two sets. Used by one thread at a time.</summary>
internal sealed class SideRun(CompiledDefinitions definitions, BacktestPlan plan)
{
    private readonly HappeningSink _sink = new(plan);
    private readonly ScriptedLimits _limits = new();

    public SimulationCounts Counts { get; } = new();

    /// <summary>From the customer's first touchpoint to the end of the period.</summary>
    /// <param name="touchpoints">In the order recorded; of one customer, at least one.</param>
    /// <param name="full">Limits that are full for an ask of its actions.</param>
    public SideOutcome Run(IReadOnlyList<Touchpoint> touchpoints, Func<LimitAsk, ImmutableArray<string>> full)
    {
        _limits.Full = full;
        Simulate(touchpoints, new SimulatedCustomer(touchpoints[0].Customer, definitions, _sink, Counts, _limits), plan.Until);
        return _sink.Any || _limits.AnyAsked ? new SideOutcome(_sink.Take(), _limits.TakeAsks()) : Nothing();
    }

    /// <summary>Applies those before the end, then lets time pass to it.</summary>
    public static void Simulate(IReadOnlyList<Touchpoint> touchpoints, SimulatedCustomer customer, DateTimeOffset until)
    {
        foreach (var touchpoint in touchpoints)
        {
            if (touchpoint.At < until)
            {
                customer.PassTo(touchpoint.At);
                customer.Apply(touchpoint);
            }
        }

        // What is due at the end itself belongs to what comes after it.
        customer.PassTo(until.AddTicks(-1));
    }

    private SideOutcome Nothing()
    {
        _sink.Take();
        return SideOutcome.Nothing;
    }
}
