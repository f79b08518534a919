using CxOrchestrator.Api.Actions;
using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Api.Customers;

namespace CxOrchestrator.Console.Backtests;

/// <summary>A simulated customer as the curve of a real one is drawn.</summary>
internal static class SampleCurve
{
    public static IReadOnlyList<TimelineEntry> Entries(BacktestSample sample) =>
    [
        .. sample.Points.Select((p, i) => new TimelineEntry
        {
            Sequence = i + 1,
            Kind = p.Type == "expectation.missed" ? "timer" : "touchpoint",
            At = p.At,
            EffectiveAt = p.At,
            ReceivedAt = p.At,
            Type = p.Type,
            Channel = p.Channel,
            Experience = p.Experience,
            Mood = p.Mood,
            Pressure = 0,
            Risk = 0,
            Marks = [],
            DefinitionsVersion = 0,
        }),
    ];

    public static IReadOnlyList<LowPointView> LowPoints(BacktestSample sample) =>
    [
        .. sample.LowPoints.Select(p => new LowPointView
        {
            OpenedAt = p.OpenedAt,
            ClosedAt = p.ClosedAt,
            Outcome = p.Outcome,
            Cause = Cause(p),
            Causes = [Cause(p)],
            Depth = 0,
        }),
    ];

    public static IReadOnlyList<ActionView> Actions(BacktestSample sample) =>
    [
        .. sample.Actions.Select((a, i) => new ActionView
        {
            Id = $"{i}",
            Kind = a.Kind,
            Policy = a.Policy,
            PolicyName = a.PolicyName,
            PolicyVersion = 0,
            Customer = sample.Customer,
            Status = a.Result == "admitted" ? "delivered" : a.Result,
            At = a.DecidedAt,
            StatusAt = a.At,
            ExpiresAt = a.At,
            Reason = a.Reason,
            ReasonText = a.Reason == "none" ? null : a.Limit ?? BacktestWords.Reason(a.Reason),
            Attempts = 0,
            Channel = a.Channel,
            Content = new Dictionary<string, string>(),
        }),
    ];

    private static CauseView Cause(SampleLowPoint point) => new() { Kind = "", Text = point.Cause, Type = "", Weight = 0, At = point.OpenedAt };
}
