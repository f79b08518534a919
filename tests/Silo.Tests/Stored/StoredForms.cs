using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Stored;

/// <summary>What the files of the first version hold, every field of it set.</summary>
internal static class StoredForms
{
    /// <summary>Before customers were merged.</summary>
    public static CustomerState FirstCustomer { get; } = new()
    {
        Customer = new CustomerId("customer-4711"),
        Sequence = 42,
        EffectiveAt = Make.Day(9),
        Touchpoints = 40,
        Profile = new Profile
        {
            Name = "Ann",
            Language = "pt-PT",
            TimeZone = "Europe/Lisbon",
            Segment = "gold",
            LifetimeValue = 1200.5,
            Currency = "EUR",
            Consent = AttributeSet.Of(new NamedValue("email", Scalar.Of(true)), new NamedValue("sms", Scalar.Of(false))),
            Attributes = AttributeSet.Of(new NamedValue("city", Scalar.Of("Lisboa")), new NamedValue("tags", Scalar.Of([Scalar.Of("a"), Scalar.Of(2)]))),
            UpdatedAt = Make.Day(1),
        },
        Mood = new MoodSums { MoodAt = Make.Day(7), ExperienceSum = -0.5, Weight = 0.75, PressureAt = Make.Day(8), Pressure = 0.9 },
        Recent = new RecentIdentities { Hashes = [1, ulong.MaxValue], At = [1, 2], ForgottenUpTo = Make.Day(0) },
        Instances = [Instance("o-1", InstanceStatus.Open, ExpectationStatus.Waiting), Instance("o-2", InstanceStatus.Open, ExpectationStatus.Missed)],
        LowPoints = [Low("o-1", null, null), Low("o-2", Make.Day(6), LowPointOutcome.Recovered)],
        HighPoints =
        [
            new HighPoint
            {
                Journey = "order", Correlation = "o-1", OpenedAt = Make.Day(7), ClosedAt = Make.Day(8), Height = 1, Key = "high", FadesAt = Make.Day(37),
                Cause = new Cause { Kind = CauseKind.Feedback, Type = "review.submitted", Text = "Rated 5 of 5", Weight = 1, At = Make.Day(7) },
            },
        ],
        Counters = [new Counter { Name = "contact.*", At = [Make.Day(1), Make.Day(2)] }],
        PolicyMarks = [new PolicyMark { Policy = "late", At = Make.Day(5), Cause = "cause", Standing = 2 }],
        Peak = new Moment { Experience = -1, At = Make.Day(5) },
        Last = new Moment { Experience = 0.5, At = Make.Day(9) },
        MissedAt = [Make.Day(5)],
        ContactsAt = [Make.Day(6)],
        MoodTrail = [new MoodPoint(Make.Day(5), -0.5f)],
        LastTouchpointAt = Make.Day(9),
        RiskReviewAt = Make.Day(10),
    };

    public static CustomerState Customer { get; } = FirstCustomer with
    {
        Merged = [new MergedCustomer { Customer = new CustomerId("customer-17"), Into = new CustomerId("customer-4711"), Number = 3, At = Make.Day(8), Exact = false }],
        Histories = [new CustomerId("customer-17")],
    };

    /// <summary>Before texts were read, and before customers were known by more than their id.</summary>
    public static Touchpoint FirstTouchpoint { get; } = Make.Touchpoint(
        "review.submitted", Make.Day(1), "t-1", new CustomerId("ann"), "shop", "web",
        new Feedback { Nps = 3, Csat = 2, Ces = 1, Text = "late", Lang = "en" }, new Money { Amount = 79.90m, Currency = "EUR" }, ("order", Make.Text("4711")));

    public static TouchpointBatch Batch { get; } = new()
    {
        Log = "log",
        Partition = 3,
        Origin = new CustomerId("customer-17"),
        Items =
        [
            new LoggedTouchpoint
            {
                Position = 17,
                ReceivedAt = Make.Day(2),
                Touchpoint = FirstTouchpoint with
                {
                    Feedback = FirstTouchpoint.Feedback! with { Sentiment = -0.875, Reasons = ["late", "rude"], Model = "en-1-2f440f4a" },
                    Identities = IdentitySet.Of(new CustomerIdentity("email", "ann@shop.test"), new CustomerIdentity("phone", "+49301234567")),
                },
                Body = Some.Utf8("{}"),
            },
        ],
    };

    public static LiveBatch FirstLive { get; } = new()
    {
        Customers = [new CustomerChange { Tenant = "default", State = FirstCustomer, AtRisk = true }],
        Actions =
        [
            new ActionChange { Tenant = "default", Customer = "ann", Action = "a-1", Kind = "message", Policy = "late", Status = "held", At = Make.Day(3) },
        ],
        Cases = [new CaseChange { Tenant = "default", Customer = "ann", Case = "a-2", Status = "claimed", ClaimedBy = "eve" }],
        Overflow = true,
    };

    public static LiveBatch Live { get; } = FirstLive with
    {
        Customers = [new CustomerChange { Tenant = "default", State = Customer, AtRisk = true, MergedInto = new CustomerId("customer-18") }],
    };

    public static DecidedAction Action { get; } = new()
    {
        Id = "a-1",
        Customer = new CustomerId("ann"),
        Kind = ActionKind.Offer,
        Policy = "late",
        PolicyVersion = 3,
        Category = PolicyCategory.Promotion,
        Priority = 70,
        Cause = "missed:order/4711/1/delivery",
        Ordinal = 1,
        DecidedAt = Make.Day(3),
        ExpiresAt = Make.Day(4),
        Journey = "order",
        Correlation = "4711",
        Channel = "email",
        Cooldown = TimeSpan.FromDays(30),
        Content = [new("offer", "voucher"), new("amount", "5")],
    };

    public static PolicyDecision Decision { get; } = new()
    {
        Policy = "late",
        PolicyVersion = 3,
        Outcome = PolicyOutcome.Held,
        At = Make.Day(3),
        Cause = "missed:order/4711/1/delivery",
        Because = "Delivery promise missed",
        Journey = "order",
        Correlation = "4711",
        Reason = HoldReason.Cooldown,
        NextAt = Make.Day(30),
        Actions = 2,
    };

    public static ImmutableArray<LogPosition> FirstPositions { get; } = [new("log", 0, 17), new("kafka:c/touchpoints", 12, long.MaxValue)];

    public static ImmutableArray<LogPosition> Positions { get; } = [.. FirstPositions, new("log", 0, 18, "customer-17")];

    /// <summary>With all kinds of marks.</summary>
    public static HistoryOutcome Outcome { get; } = OutcomeOf(Enum.GetValues<HistoryMarkKind>());

    /// <summary>Before customers were merged.</summary>
    public static HistoryOutcome UnmergedOutcome { get; } = OutcomeOf(Enum.GetValues<HistoryMarkKind>().Where(k => k < HistoryMarkKind.CustomerMerged));

    /// <summary>With those that the first version knew.</summary>
    public static HistoryOutcome FirstOutcome { get; } = OutcomeOf(Enum.GetValues<HistoryMarkKind>().Where(k => k <= HistoryMarkKind.ProfileChanged));

    private static HistoryOutcome OutcomeOf(IEnumerable<HistoryMarkKind> kinds) => new()
    {
        Experience = -0.8,
        Mood = -0.62,
        Pressure = 0.8,
        Risk = 64.8,
        Marks =
        [
            .. kinds.Select(kind => new HistoryMark
            {
                Kind = kind, At = Make.Day(3), Journey = "order", Correlation = "4711", Name = "delivery", Text = "Delivery promise missed", Size = 0.8, DueAt = Make.Day(2),
            }),
        ],
    };

    private static JourneyInstance Instance(string order, InstanceStatus status, ExpectationStatus expectation) => new()
    {
        Journey = "order",
        Correlation = order,
        Run = 2,
        Stage = "paid",
        Since = Make.Day(2),
        StartedAt = Make.Day(1),
        Status = status,
        GoalAt = Make.Day(3),
        TouchedAt = Make.Day(4),
        Path = ["placed", "paid"],
        Expectations = [new PendingExpectation { Expectation = "delivery", DueAt = Make.Day(5), Status = expectation, SetAt = Make.Day(1), MetAt = Make.Day(6) }],
    };

    private static LowPoint Low(string order, DateTimeOffset? closedAt, LowPointOutcome? outcome) => new()
    {
        Journey = "order",
        Correlation = order,
        OpenedAt = Make.Day(5),
        ClosedAt = closedAt,
        Outcome = outcome,
        Depth = 0.8,
        Key = $"low-{order}",
        FadesAt = Make.Day(35),
        Causes = [new Cause { Kind = CauseKind.ExpectationMissed, Type = "expectation.missed", Expectation = "delivery", Text = "Delivery promise missed", Weight = 0.8, At = Make.Day(5) }],
    };
}
