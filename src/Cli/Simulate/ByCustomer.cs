using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Simulation;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Cli.Simulate;

/// <summary>
/// Simulates customers one after the other, each from its first touchpoint to its last timer. Nothing they do touches another, so what comes of
/// it is what a run in the order of time gives, put back into that order by the results; but one customer is in memory at a time, and
/// what a touchpoint leaves behind is garbage at once.
/// </summary>
internal sealed class ByCustomer(EventFile file, Schedule schedule, CompiledDefinitions definitions, Results results, DateTimeOffset? until)
{
    public SimulationCounts Counts { get; } = new();

    /// <param name="simulated">Told after each customer how many are done.</param>
    public void Run(Action<int> simulated)
    {
        for (var number = 0; number < schedule.Customers; number++)
        {
            Run(number);
            results.EndCustomer();
            simulated(number + 1);
        }

        Counts.Customers = schedule.Customers;
    }

    private void Run(int number)
    {
        SimulatedCustomer? customer = null;
        var movesOn = 0;
        for (var place = schedule.First(number); place >= 0; place = schedule.Next(place))
        {
            var (offset, length) = schedule.Line(place);
            var touchpoint = TouchpointJson.Read(file.Line(offset, length)).Touchpoint!;
            customer ??= new SimulatedCustomer(touchpoint.Customer, definitions, results, Counts);
            Fire(customer, number, movesOn, place, DateTimeOffset.MaxValue);
            results.AtTouchpoint(place);
            customer.Apply(touchpoint);
            movesOn = schedule.MovesOnAfter(place);
        }

        Fire(customer!, number, movesOn, schedule.Count, until ?? DateTimeOffset.MaxValue);
    }

    // Timers between two touchpoints of the customer: each when a touchpoint of anybody brings time to its moment.
    private void Fire(SimulatedCustomer customer, int number, int notBefore, int last, DateTimeOffset upTo)
    {
        while (customer.DueAt is { } due && due <= upTo)
        {
            var place = schedule.Reaches(due, notBefore);
            if (place > last)
            {
                return;
            }

            results.AtTimer(place, due, number);
            customer.Fire(due);
            notBefore = place;
        }
    }
}
