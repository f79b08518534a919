using System.Text;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Tests;

/// <summary>Customers, cases and actions as the core would have left them.</summary>
internal static class States
{
    public static CustomerState Unhappy(string customer, long sequence = 5, double felt = -1, string? name = null, double? value = 1200, string stage = "shipped") => new()
    {
        Customer = new(customer),
        Sequence = sequence,
        EffectiveAt = GatewayHost.Start.AddHours(-1),
        Touchpoints = sequence,
        Profile = new Profile { Name = name, LifetimeValue = value, Currency = "EUR", Segment = "gold" },
        Mood = Moods.Add(MoodSums.Zero, ExperienceSettings.Default, GatewayHost.Start.AddHours(-1), felt),
        Instances =
        [
            new JourneyInstance
            {
                Journey = "order",
                Correlation = "4711",
                Stage = stage,
                Since = GatewayHost.Start.AddDays(-2),
                StartedAt = GatewayHost.Start.AddDays(-5),
                TouchedAt = GatewayHost.Start.AddHours(-1),
                Path = ["placed", "shipped"],
                Expectations =
                [
                    new PendingExpectation { Expectation = "delivery", DueAt = GatewayHost.Start.AddHours(-1), SetAt = GatewayHost.Start.AddDays(-5), Status = ExpectationStatus.Missed },
                ],
            },
        ],
        LowPoints =
        [
            new LowPoint
            {
                Journey = "order",
                Correlation = "4711",
                OpenedAt = GatewayHost.Start.AddHours(-1),
                Causes =
                [
                    new Cause
                    {
                        Kind = CauseKind.ExpectationMissed,
                        Type = "expectation.missed",
                        Expectation = "delivery",
                        Text = "Delivery date missed",
                        Weight = 1,
                        At = GatewayHost.Start.AddHours(-1),
                    },
                ],
                Depth = 0.67,
                Key = "k",
                FadesAt = GatewayHost.Start.AddDays(30),
            },
        ],
        MissedAt = [GatewayHost.Start.AddHours(-1)],
        MoodTrail = [new MoodPoint(GatewayHost.Start.AddHours(-1), (float)felt)],
        LastTouchpointAt = GatewayHost.Start.AddHours(-1),
    };

    public static HistoryEntry Entry(string customer, long sequence, string type = "order.placed", params HistoryMark[] marks) => new()
    {
        Sequence = sequence,
        Kind = HistoryKind.Touchpoint,
        EffectiveAt = GatewayHost.Start.AddMinutes(sequence - 100),
        ReceivedAt = GatewayHost.Start,
        DefinitionsVersion = 1,
        At = GatewayHost.Start.AddMinutes(sequence - 100),
        Source = "shop",
        Id = $"t-{sequence}",
        Type = type,
        Input = Encoding.UTF8.GetBytes($$"""{"id":"t-{{sequence}}","type":"{{type}}","customer":"{{customer}}","at":"2026-03-03T10:00:00Z","source":"shop"}"""),
        Outcome = new HistoryOutcome { Mood = -0.5, Pressure = 1, Risk = 60, Experience = -1, Marks = [.. marks] }.ToJson(),
    };

    /// <summary>A message that could not be sent.</summary>
    public static OutboxItem Action(string id, string customer, string text, string lastError) => new()
    {
        Key = CustomerKey.For(new(customer)),
        Action = new DecidedAction
        {
            Id = id,
            Customer = new(customer),
            Kind = ActionKind.Message,
            Policy = "late-delivery",
            PolicyVersion = 3,
            Category = PolicyCategory.Service,
            Priority = 50,
            Cause = "cause",
            Ordinal = 0,
            DecidedAt = GatewayHost.Start,
            ExpiresAt = GatewayHost.Start.AddDays(1),
            Channel = "email",
            Content = [new("text", text)],
        },
        Status = ActionStatus.Dead,
        StatusAt = GatewayHost.Start,
        Attempts = 3,
        LastError = lastError,
    };

    public static LiveBatch Changed(CustomerState state, bool atRisk = true) => new() { Customers = [Change(state, atRisk)] };

    public static CustomerChange Change(CustomerState state, bool atRisk = true) =>
        new() { Tenant = CustomerKey.DefaultTenant, State = state, AtRisk = atRisk };

    internal static StoredCase Case(string id) => new()
    {
        Id = id,
        Key = CustomerKey.For(new("c1")),
        Queue = "care",
        Priority = CasePriority.High,
        Reason = "Call",
        Policy = "late-delivery",
        Status = CaseStatus.Open,
        OpenedAt = GatewayHost.Start.AddDays(-2),
        DueAt = GatewayHost.Start.AddDays(-1),
        Version = 1,
    };

    internal static OutboxItem Action(string id, ActionStatus status) => new()
    {
        Key = CustomerKey.For(new("c1")),
        Action = new DecidedAction
        {
            Id = id,
            Customer = new("c1"),
            Kind = ActionKind.Message,
            Policy = "late-delivery",
            PolicyVersion = 3,
            Category = PolicyCategory.Service,
            Priority = 50,
            Cause = "cause",
            Ordinal = 0,
            DecidedAt = GatewayHost.Start,
            ExpiresAt = GatewayHost.Start.AddDays(1),
            Channel = "email",
            Content = [new("text", "Sorry")],
        },
        Status = status,
        StatusAt = GatewayHost.Start,
    };
}
