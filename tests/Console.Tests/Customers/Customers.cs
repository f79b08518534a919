using CxOrchestrator.Api.Customers;

namespace CxOrchestrator.Console.Tests.Customers;

/// <summary>Customers as the API tells them.</summary>
internal static class Customers
{
    /// <summary>On the way with one order whose delivery is due then.</summary>
    public static CustomerView Expecting(DateTimeOffset dueAt) => new()
    {
        Customer = "c-1",
        Segments = [],
        Consent = new Dictionary<string, bool>(),
        Attributes = new Dictionary<string, string>(),
        Mood = 0,
        Pressure = 0,
        Risk = new RiskView { Score = 0, Contributions = [] },
        AtRisk = false,
        LowPoints = [],
        HighPoints = [],
        Journeys =
        [
            new JourneyView
            {
                Journey = "order",
                Name = "Order",
                Correlation = "o-1",
                Stage = "placed",
                StageName = "Placed",
                Since = dueAt,
                StartedAt = dueAt,
                Status = "open",
                Stages = [],
                Expectations = [new ExpectationView { Expectation = "delivery", Name = "Delivery date missed", DueAt = dueAt, Status = "waiting" }],
            },
        ],
        Touchpoints = 1,
        MoodTrail = [],
        Version = 1,
        AsOf = dueAt,
    };

    public static LowPointView LowPoint(DateTimeOffset openedAt, DateTimeOffset? closedAt)
    {
        var cause = new CauseView { Kind = "expectationMissed", Text = "Delivery date missed", Type = "expectation.missed", Weight = 0.8, At = openedAt };
        return new LowPointView { OpenedAt = openedAt, ClosedAt = closedAt, Outcome = closedAt is null ? null : "recovered", Cause = cause, Causes = [cause], Depth = 0.8 };
    }
}
