using CxOrchestrator.Backtests.Files;
using CxOrchestrator.Grains.Runtime.Customers;
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

    /// <summary>Budgets and what queues take: customers do not come in the order of time here, so nobody is held by them.</summary>
    public UnlimitedSharing Limits { get; } = new();

    /// <param name="simulated">Called after each customer how many are done.</param>
    public void Run(Action<int> simulated)
    {
        for (var number = 0; number < schedule.Customers; number++)
        {
            Run(number);
            results.EndCustomer();
            simulated(number + 1);
        }
    }

    private void Run(int number)
    {
        SimulatedCustomer? customer = null;
        var movesOn = 0;
        foreach (var line in schedule.Of(number))
        {
            var reading = TouchpointJson.ReadStored(file.Line(line.Offset, line.Length));
            if (reading.Touchpoint?.WithReading(SentimentTexts.Shared) is not { } touchpoint)
            {
                results.Refused(line.Number, reading.Errors);
                continue;
            }

            customer ??= new SimulatedCustomer(touchpoint.Customer, definitions, results, Counts, Limits) { SchedulesUntil = until ?? schedule.Now };
            Fire(customer, number, movesOn, line.Place, line.NowTicks);
            results.AtTouchpoint(line.Place);
            customer.Apply(touchpoint);
            movesOn = line.MovesOn;
        }

        if (customer is not null)
        {
            Counts.Customers++;
            Fire(customer, number, movesOn, schedule.Count, (until ?? DateTimeOffset.MaxValue).UtcTicks);
        }
    }

    // Timers between two touchpoints of the customer: each when a touchpoint of anybody brings time to its moment.
    private void Fire(SimulatedCustomer customer, int number, int notBefore, int last, long upToTicks)
    {
        while (customer.DueAt is { } due && due.UtcTicks <= upToTicks)
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
