using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace CxOrchestrator.Rules.Tests.Golden;

/// <summary>Bytes that released versions stored. Every later version reads them; a file is added when fields are, and never changed.</summary>
public class GoldenStateTests
{
    private static readonly Serializer<CustomerState> Codec =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<CustomerState>>();

    private static CustomerState First { get; } = new()
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
            Consent = AttributeSet.Of(new NamedValue("email", Scalar.Of(true))),
            Attributes = AttributeSet.Of(new NamedValue("city", Scalar.Of("Lisboa")), new NamedValue("tags", Scalar.Of([Scalar.Of("a"), Scalar.Of(2)]))),
            UpdatedAt = Make.Day(1),
        },
        Mood = new MoodSums { MoodAt = Make.Day(7), ExperienceSum = -0.5, Weight = 0.75, PressureAt = Make.Day(8), Pressure = 0.9 },
        Recent = new RecentIdentities { Hashes = [1, ulong.MaxValue], At = [1, 2], ForgottenUpTo = Make.Day(0) },
        Instances =
        [
            new JourneyInstance
            {
                Journey = "order", Correlation = "o-1", Run = 2, Stage = "paid", Since = Make.Day(2), StartedAt = Make.Day(1), Status = InstanceStatus.Exited,
                GoalAt = Make.Day(3), TouchedAt = Make.Day(4), Path = ["placed", "paid"],
                Expectations = [new PendingExpectation { Expectation = "delivery", DueAt = Make.Day(5), Status = ExpectationStatus.Missed, SetAt = Make.Day(1), MetAt = Make.Day(6) }],
            },
        ],
        LowPoints =
        [
            new LowPoint
            {
                Journey = "order", Correlation = "o-1", OpenedAt = Make.Day(5), ClosedAt = Make.Day(6), Outcome = LowPointOutcome.Recovered, Depth = 0.8, Key = "low", FadesAt = Make.Day(35),
                Causes = [new Cause { Kind = CauseKind.ExpectationMissed, Type = "expectation.missed", Expectation = "delivery", Text = "Delivery promise missed", Weight = 0.8, At = Make.Day(5) }],
            },
        ],
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

    private static CustomerState Everything { get; } = First with
    {
        Counters = [.. First.Counters, new Counter { Name = "order.placed#amount", At = [Make.Day(1), Make.Day(2)], Values = [Scalar.Of(10.5), Scalar.Of(20)] }],
        Waits =
        [
            new PolicyWait
            {
                Kind = WaitKind.Sequence, Trigger = "0123456789abcdef", Correlation = "o-1", DueAt = Make.Day(12), BeganAt = Make.Day(9), Steps = [Make.Day(9), default],
                Cause = "shop/1", Type = "cart.updated", Kept = AttributeSet.Of(new NamedValue("product", Scalar.Of("lamp"))), Journey = "order", Instance = "o-1", Run = 2,
            },
        ],
        MetricReviewAt = Make.Day(11),
        Lists = ["saved"],
        Admitted = [AdmittedMoments.Of(Make.Day(8), "email", PolicyCategory.Promotion)],
        GroupMarks = [new GroupMark { Group = "win-back", Policy = "late", At = Make.Day(5), Cause = "cause", Standing = 1 }],
        PolicySuppression = new PolicySuppression { By = "late", Until = Make.Day(11) },
        Suppressions = [new Suppression { Channel = "sms", Reason = "bounced, no such number", By = "mailer", At = Make.Day(4) }],
    };

    private static CustomerState Newest { get; } = Everything with
    {
        Profile = Everything.Profile with { Times = [new FieldTime("address.city", Make.Day(0)), new FieldTime("name", Make.Day(0.5))], RemovedUpTo = Make.Day(-1) },
        Instances = [Everything.Instances[0] with { ClosedAt = Make.Day(4) }],
        PolicyMarks = [Everything.PolicyMarks[0] with { Until = Make.Day(35) }],
        Waits =
        [
            Everything.Waits[0] with { Matched = [1, 2], Policy = "late" },
            new PolicyWait
            {
                Kind = WaitKind.Step, Trigger = "0123456789abcdef", Correlation = "cause", DueAt = Make.Day(12), BeganAt = Make.Day(9), Policy = "late", Step = "wait-1",
                HeldSince = Make.Day(11), EndedBy = "order.delivered",
            },
        ],
        SetAside =
        [
            new SetAsideTimer
            {
                Number = 41, Kind = TimerKind.Expectation, DueAt = Make.Day(8), Expectation = Everything.Instances[0].Expectations[0], Journey = "order", Correlation = "o-1", Run = 2,
                Point = "low", Wait = new PolicyWait { Kind = WaitKind.Absence, Trigger = "t", DueAt = Make.Day(8), BeganAt = Make.Day(7) },
            },
        ],
        Suppressions = [Everything.Suppressions[0], new Suppression { Channel = "*", Reason = "", By = "mailer", At = Make.Day(5), Restored = true }],
    };

    private static CustomerState Sending { get; } = Newest with
    {
        Waits =
        [
            .. Newest.Waits,
            new PolicyWait
            {
                Kind = WaitKind.Step, Trigger = "fedcba9876543210", Correlation = "cause", DueAt = Make.Day(12), BeganAt = Make.Day(9), Policy = "late", Step = "wait-2",
                Pending = ["0123456789ab"], Held = ["ba9876543210"], Sent = ["email"], SendsUntil = Make.Day(10), Unsent = "no consent for sms", Overdue = true,
            },
        ],
    };

    private static CustomerState Named { get; } = Sending with
    {
        Waits =
        [
            .. Sending.Waits,
            new PolicyWait
            {
                Kind = WaitKind.Step, Trigger = "0f1e2d3c4b5a6978", DueAt = Make.Day(12), BeganAt = Make.Day(9), Policy = "late", Step = "wait-1",
                Sent = ["email", "email"], SentNames = ["0123456789ab"], SendsUntil = Make.Day(10),
            },
        ],
    };

    private static CustomerState Bounced { get; } = Named with
    {
        WroteAt = Make.Day(8.5),
        Suppressions = [.. Named.Suppressions, new Suppression { Channel = "email", Reason = "bounced", By = "cx.messages", At = Make.Day(6), Address = 0x0123456789abcdef, AddressIn = "email" }],
    };

    private static CustomerState Merged { get; } = Bounced with
    {
        SetAside = [Bounced.SetAside[0] with { Of = new CustomerId("customer-12") }],
        Merged = [new MergedCustomer { Customer = new("customer-12"), Into = new("customer-4711"), Number = 3, At = Make.Day(9), Exact = false }],
        Histories = [new("customer-12"), new("customer-13")],
    };

    private static CustomerState Shared { get; } = Merged with
    {
        Instances = [Merged.Instances[0] with { Expectations = [Merged.Instances[0].Expectations[0], Merged.Instances[0].Expectations[0] with { Expectation = "shipping", ArmedAt = Make.Day(0.5) }] }],
    };

    [Fact]
    public void Deserialize_BytesOfTheFirstVersion_GivesEveryField()
    {
        var stored = Convert.FromHexString(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "customer-state-1.hex")).Trim());

        Assert.Equivalent(First, Codec.Deserialize(stored), strict: true);
        Assert.Empty(Codec.Deserialize(stored)!.Admitted);
    }

    [Fact]
    public void Deserialize_BytesOfTheSecondVersion_GivesEveryField()
    {
        var stored = Convert.FromHexString(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "customer-state-2.hex")).Trim());

        Assert.Equivalent(Everything, Codec.Deserialize(stored), strict: true);
    }

    [Fact]
    public void Deserialize_BytesOfTheThirdVersion_GivesEveryField()
    {
        var stored = Convert.FromHexString(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "customer-state-3.hex")).Trim());

        Assert.Equivalent(Newest, Codec.Deserialize(stored), strict: true);
    }

    [Fact]
    public void Deserialize_BytesOfTheFourthVersion_GivesEveryField()
    {
        var stored = Convert.FromHexString(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "customer-state-4.hex")).Trim());

        Assert.Equivalent(Sending, Codec.Deserialize(stored), strict: true);
    }

    [Fact]
    public void Deserialize_BytesOfTheFifthVersion_GivesEveryField()
    {
        var stored = Convert.FromHexString(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "customer-state-5.hex")).Trim());

        Assert.Equivalent(Named, Codec.Deserialize(stored), strict: true);
    }

    [Fact]
    public void Deserialize_BytesOfTheSixthVersion_GivesEveryField()
    {
        var stored = Convert.FromHexString(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "customer-state-6.hex")).Trim());

        Assert.Equivalent(Bounced, Codec.Deserialize(stored), strict: true);
    }

    [Fact]
    public void Deserialize_BytesOfTheSeventhVersion_GivesEveryField()
    {
        var stored = Convert.FromHexString(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "customer-state-7.hex")).Trim());

        Assert.Equivalent(Merged, Codec.Deserialize(stored), strict: true);
    }

    [Fact]
    public void Deserialize_BytesOfTheLatestVersion_GivesEveryField()
    {
        var stored = Convert.FromHexString(File.ReadAllText(Latest).Trim());

        Assert.Equivalent(Shared, Codec.Deserialize(stored), strict: true);
    }

    // A state written now must be among the files, or nothing would hold the next version to it.
    [Fact]
    public void Serialize_EveryField_GivesTheBytesOfTheLatestFile()
    {
        Assert.Equal(File.ReadAllText(Latest).Trim(), Convert.ToHexStringLower(Codec.SerializeToArray(Shared)));
    }

    private static string Latest => Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "customer-state-*.hex").Order(StringComparer.Ordinal).Last();
}
