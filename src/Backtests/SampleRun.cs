using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Simulation;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Backtests;

/// <summary>Simulates one customer under the tried set and records everything.</summary>
internal static class SampleRun
{
    private const int PointsMax = 200;

    public static BacktestSample Of(RecordedCustomer recorded, BacktestPlan plan, FullLimits? full)
    {
        var touchpoints = recorded.Bodies.Select(b => recorded.Read(b)).OfType<Touchpoint>().Where(t => t.At < plan.Until).ToList();
        var sink = new SampleSink(plan);
        var customer = new SimulatedCustomer(touchpoints[0].Customer, plan.After, sink, new SimulationCounts(), new ScriptedLimits { Full = full is null ? null : full.For });
        var points = new List<SamplePoint>();
        foreach (var touchpoint in touchpoints)
        {
            Pass(customer, touchpoint.At, plan, points);
            var before = customer.State;
            customer.Apply(touchpoint);
            if (!ReferenceEquals(before, customer.State))
            {
                Add(points, plan, Point(before, customer.State, touchpoint.At, touchpoint.Type, touchpoint.Channel, plan));
            }
        }

        Pass(customer, plan.Until.AddTicks(-1), plan, points);
        return sink.ToSample(touchpoints[0].Customer, points.TakeLast(PointsMax));
    }

    // Timers one by one: a miss is felt at its own time.
    private static void Pass(SimulatedCustomer customer, DateTimeOffset moment, BacktestPlan plan, List<SamplePoint> points)
    {
        while (customer.DueAt is { } due && due <= moment)
        {
            var before = customer.State;
            customer.Fire(due);
            if (before.Mood != customer.State.Mood)
            {
                Add(points, plan, Point(before, customer.State, customer.State.EffectiveAt, "expectation.missed", null, plan));
            }
        }
    }

    private static SamplePoint Point(CustomerState before, CustomerState after, DateTimeOffset at, string type, string? channel, BacktestPlan plan)
    {
        var settings = plan.After.Set.Experience;
        return new SamplePoint
        {
            At = at,
            Type = type,
            Channel = channel,
            Experience = before.Mood == after.Mood ? null : Math.Round(ExperienceBetween(before.Mood, after.Mood, settings, at), 4),
            Mood = Moods.At(after.Mood, settings, at).Mood,
        };
    }

    // What was added to the sums, seen at that time: |e| e over |e| is e.
    private static double ExperienceBetween(MoodSums before, MoodSums after, ExperienceSettings settings, DateTimeOffset at)
    {
        var neutral = Moods.Add(before, settings, at, 0);
        var weight = after.Weight - neutral.Weight;
        return weight <= 1e-9 ? 0 : Math.Clamp((after.ExperienceSum - neutral.ExperienceSum) / weight, -1, 1);
    }

    private static void Add(List<SamplePoint> points, BacktestPlan plan, SamplePoint point)
    {
        if (plan.Counts(point.At))
        {
            points.Add(point);
        }
    }
}
