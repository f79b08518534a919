using CsCheck;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace CxOrchestrator.Rules.Tests.Customers;

public class StateBoundsTests
{
    private const int EncodedMax = 8 * 1024;

    private static readonly Serializer<CustomerState> Codec =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<CustomerState>>();

    private static readonly CompiledDefinitions Definitions = new(Sets.OfOrder with
    {
        Policies =
        [
            .. Enumerable.Range(0, 40).Select(i => new PolicyDefinition
            {
                Id = $"policy-{i}-{new string('p', 90)}", Name = "p", Triggers = [new OnLowPointOpened()],
                When = new CountIs { Match = new TouchpointMatch { Type = "review.submitted" }, AtLeast = 1 + (i % 3), Within = TimeSpan.FromDays(30) },
                Actions = [], Cooldown = TimeSpan.FromDays(1),
            }),
            .. Enumerable.Range(0, 12).Select(i => new PolicyDefinition
            {
                Id = $"waits-{i}", Name = "w",
                Triggers =
                [
                    new OnAbsence { After = [Sets.On("order.placed")], Of = [Sets.On("order.shipped")], Within = TimeSpan.FromDays(1 + i), SameBy = i % 2 == 0 ? "order" : null },
                    new OnSequence { Steps = [Sets.On("order.placed"), Sets.On("parcel.broken"), Sets.On("contact.*")], Within = TimeSpan.FromDays(9), SameBy = "order" },
                ],
                When = new AllOf { Items = [Sets.Field("order", Comparison.Exists), Sets.Field("about-1-0", Comparison.Exists), Sum(i)] },
                Actions = [new MessageTemplate { Channel = "email", Text = "{touchpoint.expectedBy} {touchpoint.source} {touchpoint.type}" }],
            }),
        ],
    });

    private static WindowIs Sum(int days) => new()
    {
        Aggregate = Aggregate.Last,
        Match = Sets.On("order.placed"),
        Field = new(FieldRoot.Touchpoint, "order"),
        Within = TimeSpan.FromDays(1 + days),
        Comparisons = [Sets.Field("order", Comparison.Exists)],
    };

    private static readonly string[] Types = ["order.placed", "order.shipped", "review.submitted", "customer.updated", "parcel.broken", "contact.phone"];

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 0, 20], Gen.String[Gen.Char.AlphaNumeric, 100, 300], Gen.String[Gen.Char['一', '龥'], 1, 300], Gen.Const(new string('x', 10_000)));

    private static readonly Gen<Touchpoint> AnyTouchpoint = Gen.Select(
        Gen.Int[0, Types.Length - 1].Select(i => Types[i]),
        Gen.Double[0, 60], AnyText, AnyText, Gen.Int[1, 5]).Select((type, day, a, b, csat) => Make.Touchpoint(
            type, Make.Day(day), $"{a[..Math.Min(a.Length, 300)]}:{day}",
            feedback: type == "review.submitted" ? new Feedback { Csat = csat } : null,
            attributes: [("order", Make.Text(b)), ("expectedBy", Make.Text("2026-03-05")), ($"about-{csat}-{a.Length}", Make.Text(a)), ("name", Make.Text("Ann"))]));

    [Fact]
    public void Decide_LongNamesEverywhere_WhatIsDerivedStaysWithinEightKilobytes() =>
        AnyTouchpoint.Array[1, 120].Sample(touchpoints =>
        {
            var state = CustomerState.For(new CustomerId(new string('顧', 200)));
            foreach (var touchpoint in touchpoints)
            {
                state = Customer.Decide(state, new RecordTouchpoint { Touchpoint = touchpoint, History = HistoryAnswer.Absent }, Definitions).Next;
                Assert.InRange(Codec.SerializeToArray(Derived(state)).Length, 1, EncodedMax);
            }

            Assert.Equal(touchpoints.Length, state.Touchpoints);
        }, iter: 40);

    // Without what is stated, counted and pending, which has bounds of its own.
    private static CustomerState Derived(CustomerState state) => state with
    {
        Profile = Profile.Empty,
        Suppressions = [],
        Counters = [],
        PolicyMarks = [],
        GroupMarks = [],
        Lists = [],
        Admitted = [],
        Waits = [.. state.Waits.Where(w => !w.Fires)],
    };

    [Fact]
    public void Size_AnyState_IsNotBelowTheEncodedSize() =>
        AnyTouchpoint.Array[1, 60].Sample(touchpoints =>
        {
            var state = CustomerState.For(Make.Customer);
            foreach (var touchpoint in touchpoints)
            {
                state = Customer.Decide(state, new RecordTouchpoint { Touchpoint = touchpoint, History = HistoryAnswer.Absent }, Definitions).Next;
                Assert.InRange(StateBounds.WholeSize(state), Codec.SerializeToArray(state).Length, int.MaxValue);
            }
        }, iter: 40);

    [Fact]
    public void Fit_TooLarge_DropsClosedPointsBeforeWhatStillMatters()
    {
        var at = Make.Day(1);
        LowPoint Low(int i, bool open) => new()
        {
            OpenedAt = at.AddHours(i),
            ClosedAt = open ? null : at.AddHours(i + 1),
            Outcome = open ? null : LowPointOutcome.Faded,
            Depth = 1,
            Causes = [new Cause { Kind = CauseKind.Mood, Type = "t", Text = new string('c', 1000), Weight = 1, At = at }],
            Key = $"k{i}",
            FadesAt = at,
        };
        var state = CustomerState.For(Make.Customer) with
        {
            LowPoints = [.. Enumerable.Range(0, 8).Select(i => Low(i, open: i % 2 == 1))],
            PolicyMarks = [new PolicyMark { Policy = "p", At = at, Cause = "c", Standing = 1 }],
        };

        var fitted = StateBounds.Fit(state);

        Assert.Equal(["k1", "k3", "k4", "k5", "k6", "k7"], fitted.LowPoints.Select(p => p.Key));
        Assert.Single(fitted.PolicyMarks);
    }

    [Fact]
    public void Decide_AnythingAfterAStatement_NeverDropsIt() =>
        AnyTouchpoint.Array[1, 60].Sample(touchpoints =>
        {
            var told = Make.Touchpoint("customer.updated", Make.Day(61), "told", attributes:
                [("consent.email", Scalar.Of(false)), ("tier", Make.Text("gold")), ("essay", Make.Text(new string('顧', 10_000)))]);
            var unsubscribed = Make.Touchpoint("channel.unsubscribed", Make.Day(61), "unsubscribed", channel: "sms");
            var state = CustomerState.For(Make.Customer);
            foreach (var touchpoint in (Touchpoint[])[told, unsubscribed, .. touchpoints])
            {
                state = Customer.Decide(state, new RecordTouchpoint { Touchpoint = touchpoint, History = HistoryAnswer.Absent }, Definitions).Next;
            }

            Assert.Equal(Scalar.Of(false), state.Profile.ConsentTo("EMAIL"));
            Assert.Equal(Make.Text("gold"), state.Profile.Attributes["tier"]);
            Assert.Equal(10_000, state.Profile.Attributes["essay"].Text!.Length);
            Assert.NotNull(Suppressions.Of(state, "Sms"));
        }, iter: 40);

    [Fact]
    public void ShortName_LongText_IsShortAndStillItsOwn()
    {
        var (a, b) = (new string('x', 500) + "a", new string('x', 500) + "b");

        Assert.True(System.Text.Encoding.UTF8.GetByteCount(ShortNames.Of(new string('顧', 200))) <= ShortNames.BytesMax);
        Assert.NotEqual(ShortNames.Of(a), ShortNames.Of(b));
        Assert.Equal(ShortNames.Of(a), ShortNames.Of(ShortNames.Of(a)));
        Assert.Equal("order-4711", ShortNames.Of("order-4711"));
    }
}
