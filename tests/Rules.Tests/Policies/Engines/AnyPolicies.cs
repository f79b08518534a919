using System.Collections.Immutable;
using CsCheck;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies.Engines;

/// <summary>Random sets of policies over few fields and few values, so that conditions often hold and often share a field.</summary>
internal static class AnyPolicies
{
    private static readonly Gen<Scalar> AnyValue = OneOf(
        Scalar.Of("a"), Scalar.Of("b"), Scalar.Of("ab"), Scalar.Of(1), Scalar.Of(2), Scalar.Of(-0.5), Scalar.Of(true), Scalar.Of(false));

    private static readonly Gen<Scalar> AnyStored = Gen.Frequency(
        (6, AnyValue), (1, Gen.Const(Scalar.None)), (1, AnyValue.Array[0, 3].Select(items => Scalar.Of(items))));

    private static readonly Gen<FieldPath> AnyOwnField = OneOf("x", "attributes.x", "y", "channel", "nps", "amount", "type", "text", "experience")
        .Select(name => new FieldPath(FieldRoot.Touchpoint, name));

    private static readonly Gen<FieldPath> AnyField = Gen.OneOf(
        AnyOwnField,
        OneOf("x", "attributes.y", "segment", "name", "lifetimeValue", "touchpoints").Select(name => new FieldPath(FieldRoot.Customer, name)),
        OneOf("email", "sms").Select(name => new FieldPath(FieldRoot.Consent, name)),
        OneOf("id", "stage", "correlation", "days").Select(name => new FieldPath(FieldRoot.Journey, name)),
        OneOf("open", "depth", "cause", "days").Select(name => new FieldPath(FieldRoot.LowPoint, name)),
        OneOf(new FieldPath(FieldRoot.Mood, ""), new(FieldRoot.Pressure, ""), new(FieldRoot.Risk, ""), new(FieldRoot.Stage, "order")));

    private static readonly Gen<Comparison> AnyComparison = Gen.Frequency(
        (4, Gen.Const(Comparison.Is)), (3, Gen.Const(Comparison.In)), (6, Gen.Enum<Comparison>()));

    private static readonly Gen<FieldIs> AnyOwnTest = Test(AnyOwnField);

    private static readonly Gen<TouchpointMatch> AnyMatch = Gen.Select(OneOf("t", "t.u", "t.*", "*"), AnyOwnTest.Array[0, 2])
        .Select((type, where) => new TouchpointMatch { Type = type, Where = [.. where] });

    private static readonly Gen<Condition> AnyLeaf = Gen.Frequency(
        (8, Test(AnyField).Select(t => (Condition)t)),
        (1, Gen.Select(AnyMatch, Gen.Int[1, 3], Gen.Int[1, 5]).Select((match, atLeast, days) => (Condition)new CountIs { Match = match, AtLeast = atLeast, Within = TimeSpan.FromDays(days) })),
        (1, OneOf("s0", "s1", "s2").Select(id => (Condition)new InSegment { Segment = id })));

    private static readonly Gen<Condition> AnyCondition = Nested(AnyLeaf, 3);

    private static readonly Gen<Trigger> AnyTrigger = Gen.Frequency(
        (6, AnyMatch.Select(m => (Trigger)new OnTouchpoint { Match = m })),
        (1, OneOf<Trigger>(new OnLowPointOpened(), new OnLowPointOpened { Journey = "order" }, new OnLowPointClosed(), new OnHighPointOpened())),
        (1, OneOf("placed", "shipped").Select(s => (Trigger)new OnStageEntered { Journey = "order", Stage = s })),
        (1, OneOf("delivery", null).Select(e => (Trigger)new OnExpectationMissed { Journey = "order", Expectation = e })));

    private static readonly Gen<PolicyDefinition> AnyPolicy = Gen.Select(AnyTrigger.Array[1, 3], AnyCondition, Gen.Int[0, 3], Gen.Int[0, 2])
        .Select((triggers, when, priority, cooldown) => new PolicyDefinition
        {
            Id = "p",
            Name = "P",
            Priority = priority,
            Triggers = [.. triggers],
            When = when,
            Cooldown = cooldown == 0 ? TimeSpan.FromDays(2) : null,
            Actions = [new WebhookTemplate { Url = new Uri("https://example.org/hook") }],
        });

    // A segment names only later ones.
    private static readonly Gen<ImmutableArray<SegmentDefinition>> AnySegments =
        Gen.Select(Test(AnyField), Test(AnyField), Test(AnyField)).Select((a, b, c) => ImmutableArray.Create(
            Segment("s0", new AnyOf { Items = [a, new InSegment { Segment = "s1" }] }),
            Segment("s1", new NoneOf { Items = [b, new InSegment { Segment = "s2" }] }),
            Segment("s2", c)));

    private static readonly Gen<Touchpoint> AnyTouchpoint =
        Gen.Select(
            OneOf("t", "t.u", "v", "order.placed", "order.shipped", "order.delivered", "customer.updated", "refund.issued"),
            Gen.Int[0, 12], OneOf("a", "b", null), Gen.Int[-4, 10], AnyStored, AnyStored)
        .Select((type, day, channel, nps, x, y) => Make.Touchpoint(
            type, Make.Day(day), channel: channel, feedback: nps >= 0 ? new Feedback { Nps = nps, Text = "ab" } : null,
            value: nps % 2 == 0 ? new Money { Amount = 2, Currency = "EUR" } : null,
            attributes: [("x", x), ("y", y), ("order", Scalar.Of("o")), ("expectedBy", Scalar.Of("2026-03-08")), ("segment", Scalar.Of("a")), ("consent.email", Scalar.Of(true))]));

    public static Gen<(DefinitionSet Set, Touchpoint[] Touchpoints)> Sets { get; } =
        Gen.Select(AnyPolicy.Array[1, 12], AnySegments, AnyTouchpoint.Array[1, 8]).Select((policies, segments, touchpoints) =>
        (
            Rules.Tests.Sets.OfOrder with { Segments = segments, Policies = [.. policies.Select((p, i) => p with { Id = $"p{i}" })] },
            touchpoints.OrderBy(t => t.At).Select((t, i) => t with { Identity = new("test", $"{i}") }).ToArray()));

    public static List<string> Decided(DefinitionSet set, Touchpoint[] touchpoints, IConditionEngine engine)
    {
        var walk = new Walk(set, engine);
        foreach (var touchpoint in touchpoints)
        {
            walk.Then(touchpoint);
        }

        return [.. walk.Decisions.Select(d => d.ToString()), .. walk.Actions.Select(a => a.Id), .. walk.Faults.Select(f => f.ToString())];
    }

    public static string Print((DefinitionSet Set, Touchpoint[] Touchpoints) given) =>
        string.Join('\n', given.Set.Policies.Select(p => $"{p.Id} {p.Priority} {string.Join(',', p.Triggers)} {Wording.Of(p.When, new CompiledDefinitions(given.Set, InterpretingEngine.Instance))}"))
        + "\n" + string.Join('\n', given.Touchpoints.Select(t => $"{t.At:s} {t.Type} {t.Channel} {string.Join(';', t.Attributes.Values)}"));

    private static Gen<FieldIs> Test(Gen<FieldPath> fields) => Gen.Select(fields, AnyComparison, AnyValue.Array[1, 3])
        .Select((field, comparison, values) => new FieldIs
        {
            Field = field,
            Comparison = comparison,
            Values = comparison switch
            {
                Comparison.Exists or Comparison.Missing => [],
                Comparison.In or Comparison.NotIn => [.. values],
                _ => [values[0]],
            },
        });

    private static Gen<Condition> Nested(Gen<Condition> leaf, int depth) => depth == 0 ? leaf : Gen.Select(Gen.Int[0, 6], Nested(leaf, depth - 1).Array[0, 3], leaf)
        .Select((kind, items, only) => kind switch
        {
            0 or 1 or 2 => new AllOf { Items = [.. items] },
            3 => new AnyOf { Items = [.. items] },
            4 => new NoneOf { Items = [.. items] },
            _ => only,
        });

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static SegmentDefinition Segment(string id, Condition when) => new() { Id = id, Name = id, When = when };
}
