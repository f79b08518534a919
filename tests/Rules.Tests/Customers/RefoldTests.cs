using CsCheck;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Customers;

public class RefoldTests
{
    private static readonly CompiledDefinitions Definitions = new(Sets.OfOrder with
    {
        Policies =
        [
            new PolicyDefinition
            {
                Id = "late", Name = "late", Triggers = [new OnExpectationMissed { Journey = "order" }, new OnLowPointOpened()],
                Actions = [new MessageTemplate { Channel = "email", Text = "{risk} {mood} {touchpoint.order}" }],
                Cooldown = TimeSpan.FromDays(2),
            },
            Waiting("absence", new OnAbsence { After = [Sets.On("order.placed")], Of = [Sets.On("payment.approved")], Within = TimeSpan.FromDays(2), SameBy = "order" }),
            Waiting("sequence", new OnSequence { Steps = [Sets.On("contact.*"), Sets.On("parcel.broken"), Sets.On("contact.*")], Within = TimeSpan.FromDays(20) }),
            Waiting("stayed", new OnStageStayed { Journey = "order", Stage = "shipped", For = TimeSpan.FromDays(4) }),
            Waiting("count", new OnCount { Match = Sets.On("contact.*"), AtLeast = 2, Within = TimeSpan.FromDays(10) }),
            Waiting("mood", new OnMetric { Crosses = new FieldIs { Field = new(FieldRoot.Mood, ""), Comparison = Comparison.Above, Values = [Scalar.Of(-0.1)] } }),
            Waiting("risk", new OnMetric { Crosses = new FieldIs { Field = new(FieldRoot.Risk, ""), Comparison = Comparison.AtLeast, Values = [Scalar.Of(30)] } }),
        ],
    });

    private static PolicyDefinition Waiting(string id, Trigger trigger) => new()
    {
        Id = id,
        Name = id,
        Triggers = [trigger],
        Actions = [new MessageTemplate { Channel = "email", Text = "{risk} {mood} {touchpoint.order}" }],
    };

    private static readonly string[] Types =
        ["order.placed", "payment.approved", "order.shipped", "order.delivered", "review.submitted", "order.cancelled", "refund.issued", "contact.phone", "parcel.broken"];

    private static readonly Gen<Touchpoint> AnyTouchpoint =
        Gen.Select(Gen.Int[0, Types.Length - 1], Gen.Double[0, 90], Gen.Int[1, 3], Gen.Int[1, 5], Gen.Int[1, 28]).Select((type, day, order, csat, promised) =>
            Make.Touchpoint(
                Types[type], Make.Day(Math.Round(day, 3)), $"{type}:{day:F3}:{order}",
                feedback: Types[type] == "review.submitted" ? new Feedback { Csat = csat } : null,
                attributes: [("order", Make.Text($"o-{order}")), ("expectedBy", Make.Text($"2026-03-{promised:00}"))]));

    /// <summary>Either a touchpoint, or time passing (days).</summary>
    private static readonly Gen<CustomerInput> AnyInput = Gen.OneOf<CustomerInput>(
        AnyTouchpoint.Select(t => (CustomerInput)new RecordTouchpoint { Touchpoint = t, History = HistoryAnswer.NotAsked }),
        Gen.Double[0, 120].Select(d => (CustomerInput)new FireTimers { UpTo = Make.Day(d) }));

    [Fact]
    public void Decide_AnyInputs_NextIsTheFoldOfItsEvents() =>
        AnyInput.Array[1, 40].Sample(inputs =>
        {
            var state = CustomerState.For(Make.Customer);
            foreach (var input in inputs)
            {
                var decision = Customer.Decide(state, input, Definitions);
                var folded = decision.Events.Aggregate(state, Customer.Evolve);
                Assert.Equivalent(decision.Next, folded, strict: true);
                state = decision.Next;
            }
        }, iter: 200);

    [Fact]
    public void Refold_StoredSteps_GiveEqualStateAndActions() =>
        AnyInput.Array[1, 40].Sample(inputs =>
        {
            var (state, actions, stored) = Run(inputs);
            var (again, actionsAgain, _) = Run(stored);
            Assert.Equivalent(state, again, strict: true);
            Assert.Equal(actions, actionsAgain);
        }, iter: 200);

    [Fact]
    public void State_AnyInputs_StaysWithinItsBounds() =>
        AnyInput.Array[50, 300].Sample(inputs =>
        {
            var (state, _, _) = Run(inputs);
            return state.Instances.Length <= CustomerState.InstancesMax
                && state.LowPoints.Length <= CustomerState.PointsMax
                && state.HighPoints.Length <= CustomerState.PointsMax
                && state.MoodTrail.Length <= CustomerState.MoodTrailMax
                && state.Recent.Hashes.Length <= RecentIdentities.Max
                && state.PolicyMarks.Length <= CustomerState.PolicyMarksMax
                && state.Waits.Length <= CustomerState.WaitsMax
                && state.MissedAt.Length <= CustomerState.MomentsMax;
        }, iter: 30);

    [Fact]
    public void Steps_AnyInputs_NeverGoBackInTime() =>
        AnyInput.Array[1, 60].Sample(inputs =>
        {
            var state = CustomerState.For(Make.Customer);
            var last = DateTimeOffset.MinValue;
            long sequence = 0;
            foreach (var input in inputs)
            {
                var decision = Customer.Decide(state, input, Definitions);
                foreach (var step in decision.Steps)
                {
                    Assert.True(step.At >= last);
                    Assert.Equal(++sequence, step.Sequence);
                    last = step.At;
                }

                state = decision.Next;
            }
        }, iter: 100);

    // The stored form of a turn: each timer that fired is an input of its own, before the touchpoint it preceded.
    private static (CustomerState State, List<string> Actions, List<CustomerInput> Stored) Run(IEnumerable<CustomerInput> inputs)
    {
        var state = CustomerState.For(Make.Customer);
        List<string> actions = [];
        List<CustomerInput> stored = [];
        foreach (var input in inputs)
        {
            var decision = Customer.Decide(state, input, Definitions);
            foreach (var step in decision.Steps)
            {
                stored.Add(step.Kind == StepKind.Timer ? new FireTimers { UpTo = step.At } : input);
            }

            actions.AddRange(decision.Actions.Select(a => $"{a.Id} {a.DecidedAt:O} {a[ActionContent.Text]}"));
            state = decision.Next;
        }

        return (state, actions, stored);
    }
}
