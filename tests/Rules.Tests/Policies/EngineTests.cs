using CsCheck;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies;

public class EngineTests
{
    private static readonly FieldPath[] Fields =
    [
        new(FieldRoot.Touchpoint, "a"), new(FieldRoot.Touchpoint, "b"), new(FieldRoot.Touchpoint, "channel"), new(FieldRoot.Customer, "a"),
        new(FieldRoot.Customer, "name"), new(FieldRoot.Mood, ""), new(FieldRoot.LowPoint, "open"),
    ];

    private static readonly Gen<FieldPath> AnyField = Gen.Int[0, Fields.Length - 1].Select(i => Fields[i]);

    private static readonly Gen<Scalar> AnyValue = Gen.OneOf(
        Gen.Int[0, 3].Select(n => Scalar.Of(n)), Gen.Int[0, 3].Select(n => Scalar.Of($"{n}")), Gen.Bool.Select(b => Scalar.Of(b)));

    private static readonly Gen<FieldIs> AnyComparison = Gen.Select(AnyField, Gen.Enum<Comparison>(), AnyValue.Array[1, 10]).Select((field, comparison, values) => new FieldIs
    {
        Field = field,
        Comparison = comparison,
        Values = comparison is Comparison.In or Comparison.NotIn ? [.. values] : [values[0]],
    });

    private static readonly Gen<Condition> AnyCondition = Gen.Recursive<Condition>((depth, inner) => depth > 3
        ? AnyComparison.Select(c => (Condition)c)
        : Gen.OneOf(
            AnyComparison.Select(c => (Condition)c),
            Gen.Int[0, 1].Select(n => (Condition)new InSegment { Segment = $"s{n}" }),
            inner.Array[0, 3].Select(i => (Condition)new AllOf { Items = [.. i] }),
            inner.Array[0, 3].Select(i => (Condition)new AnyOf { Items = [.. i] }),
            inner.Array[0, 3].Select(i => (Condition)new NoneOf { Items = [.. i] })));

    private static readonly Gen<PolicyDefinition> AnyPolicy = Gen.Select(AnyCondition, AnyComparison.Array[0, 2], Gen.Int[0, 100], Gen.Bool).Select((when, where, priority, low) => new PolicyDefinition
    {
        Id = "",
        Name = "P",
        Priority = priority,
        When = when,
        Actions = [new CallbackTemplate { Queue = "q", Reason = "r" }],
        Triggers = low ? [new OnLowPointOpened()] : [new OnTouchpoint { Match = Sets.On("ask", [.. where.Where(w => w.Field.Root == FieldRoot.Touchpoint)]) }],
    });

    private static readonly Gen<Touchpoint> AnyTouchpoint = Gen.Select(Gen.Int[0, 9], AnyValue, AnyValue, Gen.Int[0, 3], Gen.Int[1, 5]).Select((kind, a, b, channel, csat) => Make.Touchpoint(
        kind < 3 ? "customer.updated" : "ask", Make.Start.AddMinutes((kind * 1000) + (channel * 10) + csat), channel: $"{channel}",
        feedback: kind == 9 ? new Feedback { Csat = csat } : null, attributes: [("a", a), ("b", b), ("name", Make.Text($"{channel}"))]));

    [Fact]
    public void Decide_AnyPoliciesAndTouchpoints_CompiledAndIndexedDecideAsInterpreted() =>
        Gen.Select(AnyPolicy.Array[1, 30], AnyCondition, AnyComparison.Select(c => (Condition)c), AnyTouchpoint.Array[1, 12]).Sample((policies, s0, s1, touchpoints) =>
        {
            var set = Sets.OfOrder with
            {
                Policies = [.. policies.Select((p, i) => p with { Id = $"p{i}" })],
                Segments = [Segment("s0", WithoutSegments(s0)), Segment("s1", s1)],
            };
            var (compiled, interpreted) = (new CompiledDefinitions(set), new CompiledDefinitions(set, InterpretingEngine.Instance));
            var (a, b) = (CustomerState.For(Make.Customer), CustomerState.For(Make.Customer));
            foreach (var touchpoint in touchpoints)
            {
                var input = new RecordTouchpoint { Touchpoint = touchpoint, History = HistoryAnswer.Absent };
                var (first, second) = (Customer.Decide(a, input, compiled), Customer.Decide(b, input, interpreted, []));
                Assert.Equal(second.Events.OfType<PolicyDecided>().Select(e => e.Decision.Policy), first.Events.OfType<PolicyDecided>().Select(e => e.Decision.Policy));
                Assert.Equal(second.Actions.Select(x => x.Id), first.Actions.Select(x => x.Id));
                (a, b) = (first.Next, second.Next);
            }
        }, iter: 300);

    [Fact]
    public void Decide_Traced_TellsWhatFailedWithTheValueOfThatMoment()
    {
        var definitions = new CompiledDefinitions(Sets.OfOrder with
        {
            Policies =
            [
                Policy("red", Sets.Field("colour", Comparison.Is, Make.Text("red"))), Policy("blue", Sets.Field("colour", Comparison.Is, Make.Text("blue"))),
                .. Enumerable.Range(0, 20).Select(i => Policy($"p{i}", Sets.Field("colour", Comparison.Is, Make.Text($"c{i}")))),
            ],
        });
        var trace = new List<Consideration>();
        var decision = Customer.Decide(
            CustomerState.For(Make.Customer), new RecordTouchpoint { Touchpoint = Make.Touchpoint("ask", Make.Start, attributes: ("colour", Make.Text("red"))) }, definitions, trace);

        Assert.Equal("red", Assert.Single(decision.Events.OfType<PolicyDecided>()).Decision.Policy);
        Assert.Equal(21, trace.Count);
        var condition = Assert.Single(trace.Single(c => c.Policy == "blue").Conditions);
        Assert.Equal(("touchpoint.colour is blue", "red", false), (condition.Text, condition.Actual, condition.Holds));
    }

    private static PolicyDefinition Policy(string id, Condition when) => new()
    {
        Id = id,
        Name = id,
        Triggers = [new OnTouchpoint { Match = Sets.On("ask") }],
        When = when,
        Actions = [new CallbackTemplate { Queue = "q", Reason = "r" }],
    };

    private static SegmentDefinition Segment(string id, Condition when) => new() { Id = id, Name = id, When = when };

    private static Condition WithoutSegments(Condition condition) => condition switch
    {
        AllOf all => new AllOf { Items = [.. all.Items.Select(WithoutSegments)] },
        AnyOf any => new AnyOf { Items = [.. any.Items.Select(WithoutSegments)] },
        NoneOf none => new NoneOf { Items = [.. none.Items.Select(WithoutSegments)] },
        InSegment => new InSegment { Segment = "s1" },
        _ => condition,
    };
}
