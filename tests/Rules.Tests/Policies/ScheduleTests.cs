using System.Globalization;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Simulation;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies;

public sealed class ScheduleTests
{
    private static readonly TimeZoneInfo Lisbon = TimeZoneInfo.FindSystemTimeZoneById("Europe/Lisbon");

    private static OnSchedule Daily { get; } = new() { Segment = "loyal", At = new TimeOnly(9, 0) };

    private static DefinitionSet Set(OnSchedule trigger, Condition? when = null) => new()
    {
        Version = 1,
        Segments = [new SegmentDefinition { Id = "loyal", Name = "Loyal", When = new FieldIs { Field = new(FieldRoot.Customer, "touchpoints"), Comparison = Comparison.AtLeast, Values = [Scalar.Of(2)] } }],
        Policies =
        [
            new PolicyDefinition
            {
                Id = "p", Name = "P", Triggers = [trigger], When = when ?? Condition.Always, Actions = [new MessageTemplate { Channel = "email", Text = "Hi" }],
            },
        ],
    };

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static Touchpoint Note(double day) => Make.Touchpoint("note", Make.Day(day));

    private static string? Next(OnSchedule schedule, string after) => schedule.NextAfter(At(after))?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("2026-03-03 08:59", "2026-03-03 09:00")]
    [InlineData("2026-03-03 09:00", "2026-03-04 09:00")]
    [InlineData("2026-12-31 10:00", "2027-01-01 09:00")]
    public void NextAfter_EveryDay_IsTheNextTimeOfDay(string after, string next) => Assert.Equal(next, Next(Daily, after));

    [Theory]
    [InlineData("2026-03-03 09:00", "2026-03-05 09:00")]
    [InlineData("2026-03-05 09:00", "2026-03-09 09:00")]
    public void NextAfter_DaysOfTheWeek_PassesOverTheOthers(string after, string next) =>
        Assert.Equal(next, Next(Daily with { Weekdays = [DayOfWeek.Monday, DayOfWeek.Thursday] }, after));

    [Theory]
    [InlineData("2026-01-31 09:00", "2026-02-28 09:00")]
    [InlineData("2026-02-28 09:00", "2026-03-31 09:00")]
    [InlineData("2028-01-31 09:00", "2028-02-29 09:00")]
    public void NextAfter_LastDayOfTheMonth_IsTheLastThereIs(string after, string next) => Assert.Equal(next, Next(Daily with { DayOfMonth = 31 }, after));

    [Theory]
    [InlineData("2026-03-03 00:00", "2026-12-24 09:00")]
    [InlineData("2026-12-24 09:00", null)]
    public void NextAfter_OneDay_ComesOnce(string after, string? next) => Assert.Equal(next, Next(Daily with { Date = new DateOnly(2026, 12, 24) }, after));

    // Clocks go forward at 01:00 on 29 March 2026 and back at 02:00 on 25 October.
    [Theory]
    [InlineData(9, 0, "2026-03-28 12:00", "2026-03-29 08:00")]
    [InlineData(1, 30, "2026-03-28 12:00", "2026-03-29 01:00")]
    [InlineData(1, 30, "2026-10-24 12:00", "2026-10-25 00:30")]
    [InlineData(1, 30, "2026-10-25 00:30", "2026-10-26 01:30")]
    public void NextAfter_ClocksThatChange_ComesOnceOnThatDay(int hour, int minute, string after, string next) =>
        Assert.Equal(next, Next(Daily with { At = new TimeOnly(hour, minute), Zone = Lisbon }, after));

    [Fact]
    public void Due_Member_DecidesAndIsNothingThatHappened()
    {
        var due = At("2026-03-06 09:00");
        var walk = new Walk(Set(Daily)).Then(Note(0)).Then(Note(0.1));
        var before = walk.State;

        walk.Then(DueSchedules.Due("p", "loyal", due, Make.Customer));

        Assert.Equal((due, "Each day at 09:00 (UTC), for those in segment Loyal"), (Assert.Single(walk.Decisions).At, walk.Decisions.Single().Because));
        Assert.Single(walk.Actions);
        Assert.Equal((before.Touchpoints, before.LastTouchpointAt), (walk.State.Touchpoints, walk.State.LastTouchpointAt));
        Assert.Equal(Receipt.Duplicate, walk.Apply(DueSchedules.Due("p", "loyal", due, Make.Customer)));
    }

    [Theory]
    [InlineData("p", "loyal", "2026-03-06 09:01")]
    [InlineData("p", "others", "2026-03-06 09:00")]
    [InlineData("q", "loyal", "2026-03-06 09:00")]
    public void Due_OfNoScheduleInForce_DecidesNothing(string policy, string segment, string at)
    {
        var walk = new Walk(Set(Daily)).Then(Note(0)).Then(Note(0.1)).Then(DueSchedules.Due(policy, segment, At(at), Make.Customer));
        Assert.Empty(walk.Decisions);
    }

    [Fact]
    public void Due_ToldJustBeforeThePause_IsHeldWithADecision()
    {
        var set = Set(Daily);
        var walk = new Walk(set with { Policies = [set.Policies[0] with { Enabled = false }] }).Then(Note(0)).Then(Note(0.1))
            .Then(DueSchedules.Due("p", "loyal", At("2026-03-06 09:00"), Make.Customer));

        Assert.Equal((PolicyOutcome.Held, HoldReason.PolicyPaused, "The policy is paused"), (Assert.Single(walk.Decisions).Outcome, walk.Decisions.Single().Reason, walk.Decisions.Single().Limit));
        Assert.Empty(walk.Actions);
    }

    [Fact]
    public void Due_NoLongerAMember_DecidesNothing()
    {
        var walk = new Walk(Set(Daily)).Then(Note(0)).Then(DueSchedules.Due("p", "loyal", At("2026-03-06 09:00"), Make.Customer));
        Assert.Empty(walk.Decisions);
    }

    [Fact]
    public void Simulation_OfDays_HasOneDecisionForEachFromMembershipOn()
    {
        var walk = new Seen();
        var simulated = new SimulatedCustomer(Make.Customer, new CompiledDefinitions(Set(Daily)), walk, new SimulationCounts()) { SchedulesUntil = Make.Day(5) };
        foreach (var day in (double[])[0, 2, 3])
        {
            simulated.PassTo(Make.Day(day));
            simulated.Apply(Note(day));
        }

        // Recorded live and made again here: reported once.
        simulated.Apply(DueSchedules.Due("p", "loyal", At("2026-03-06 09:00"), Make.Customer));
        simulated.PassTo(Make.Day(90));

        Assert.Equal(["06 09:00", "07 09:00", "08 09:00"], walk.Decided.Select(d => d.At.UtcDateTime.ToString("dd HH:mm", CultureInfo.InvariantCulture)));
    }

    private sealed class Seen : ISimulationSink
    {
        public List<PolicyDecision> Decided { get; } = [];

        void ISimulationSink.Decided(CustomerId customer, PolicyDecision decision) => Decided.Add(decision);

        public void LowPointOpened(CustomerId customer, LowPoint point)
        {
        }

        public void LowPointClosed(CustomerId customer, LowPoint point)
        {
        }

        public void Action(DecidedAction action, AdmissionAnswer answer)
        {
        }
    }
}
