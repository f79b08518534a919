using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Definitions.Tests.Engine;

/// <summary>What every engine for conditions must decide.</summary>
public abstract class ConditionEngineSuite(IConditionEngine engine)
{
    private const string Common = """
        kind: journey
        id: order
        name: Order
        instance: order
        stages: [{id: placed, enter: order.placed}, {id: reviewed, enter: review.submitted, end: true}]
        contacts: contact.*
        experience: [{on: contact.*, value: -0.2}]
        ---
        kind: journey
        id: loyalty
        name: Loyalty
        stages: [{id: joined, enter: loyalty.joined}]
        ---
        {kind: segment, id: golden, name: Golden, when: {customer.segment: gold}}
        ---
        {kind: segment, id: poor, name: Poor, when: {customer.lifetimeValue: {below: 10}}}
        ---
        {kind: segment, id: sad, name: Sad, when: {mood: {below: 0}}}
        ---
        {kind: segment, id: nested, name: Nested, when: {all: [{segment: golden}, {none: [{segment: poor}]}, {any: [{segment: sad}, {segment: poor}]}]}}
        ---
        {kind: segment, id: listed, name: Listed, listed: true}
        """;

    private static readonly IReadOnlyList<(string When, bool Holds)> Cases = [.. ConformanceCases.All];

    public static TheoryData<int, string> Numbers
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (var i = 0; i < Cases.Count; i++)
            {
                data.Add(i, Cases[i].When);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Condition_OfACase_HoldsAsItReads(int number, string when)
    {
        var definitions = Compile(Policy("p", when));

        Assert.Equal(Cases[number].Holds, Ask(definitions).Any(d => d.Policy == "p"));
    }

    public static TheoryData<int> Counts => [Cases.Count];

    [Theory]
    [MemberData(nameof(Counts))]
    public void Cases_AreAHundredAndMore(int cases)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"Conformance: {cases} conditions, each alone and all in one set, against {engine.GetType().Name}");
        Assert.InRange(cases, 100, int.MaxValue);
    }

    // Together they are found through what tells them apart: none may be lost or won by that.
    [Fact]
    public void Cases_AllInOneSet_DecideAsAlone()
    {
        var definitions = Compile([.. Cases.Select((c, i) => Policy($"p{i}", c.When))]);

        Assert.Equal(
            Cases.Select((c, i) => (Id: $"p{i}", c.Holds)).Where(c => c.Holds).Select(c => c.Id).Order(StringComparer.Ordinal),
            Ask(definitions).Select(d => d.Policy).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Policies_SeveralHold_DecideByPriorityThenId() => Assert.Equal(
        ["b", "a", "c"],
        Ask(Compile(Policy("c", "{customer.name: Ann}", "priority: 10\n"), Policy("a", "{risk: {atLeast: 0}}", "priority: 10\n"), Policy("b", "{mood: {below: 1}}", "priority: 90\n"))).Select(d => d.Policy));

    [Fact]
    public void Policy_TriggeredTwice_IsDecidedOnceByTheFirstThatHolds()
    {
        var decisions = Ask(Compile("---\nkind: policy\nid: p\nname: P\non: [{touchpoint: ask}, {touchpoint: {type: ask, where: {size: M}}}, {count: {of: ask, atLeast: 1, within: 1d}}]\ndo: {callback: {queue: q, reason: r}}\n"));

        Assert.Equal("ask", Assert.Single(decisions).Because);
    }

    [Theory]
    [InlineData("{type: ask, where: {size: M}}", true)]
    [InlineData("{type: ask, where: {size: L}}", false)]
    [InlineData("{type: ask, where: {size: {in: [L, M]}, rush: true}}", true)]
    [InlineData("{type: a*, where: {size: M}}", null)]
    [InlineData("'*'", true)]
    public void Trigger_WithItsOwnConditions_TriggersAsItReads(string trigger, bool? fires)
    {
        // Enough others that it is found through its distinguishing test.
        var others = Enumerable.Range(0, 20).Select(i => $"---\nkind: policy\nid: o{i}\nname: O\non: {{touchpoint: {{type: ask, where: {{size: X{i}}}}}}}\ndo: {{callback: {{queue: q, reason: r}}}}\n");
        var text = $"---\nkind: policy\nid: p\nname: P\ncooldown: 1 hour\non: {{touchpoint: {trigger}}}\ndo: {{callback: {{queue: q, reason: r}}}}\n";
        if (fires is null)
        {
            Assert.NotEmpty(DefinitionReader.Read([new("d.yaml", Common + "\n" + text)]).Errors);
            return;
        }

        Assert.Equal(fires.Value ? ["p"] : [], Ask(Compile([.. others, text])).Select(d => d.Policy));
    }

    [Fact]
    public void Cooldown_InBetween_HoldsThePolicyBack()
    {
        var definitions = Compile(Policy("p", "{customer.name: Ann}", "cooldown: 2 days\n"));
        var state = State(definitions);
        state = Customer.Decide(state, Input("1", 0), definitions).Next;
        var held = Customer.Decide(state, Input("2", 1), definitions).Events.OfType<PolicyDecided>().Single().Decision;

        Assert.Equal((PolicyOutcome.Held, HoldReason.Cooldown), (held.Outcome, held.Reason));
    }

    private static string Policy(string id, string when, string more = "") =>
        $"---\nkind: policy\nid: {id}\nname: P\n{more}on: {{touchpoint: ask}}\nwhen: {when}\ndo: {{callback: {{queue: q, reason: r}}}}\n";

    private CompiledDefinitions Compile(params string[] policies)
    {
        var read = DefinitionReader.Read([new("d.yaml", Common + "\n" + string.Join("", policies))]);
        Assert.Empty(read.Errors);
        return new CompiledDefinitions(read.Set!, engine);
    }

    private static IEnumerable<PolicyDecision> Ask(CompiledDefinitions definitions) =>
        Customer.Decide(State(definitions), Input("ask", 0), definitions).Events.OfType<PolicyDecided>().Select(e => e.Decision);

    private static RecordTouchpoint Input(string id, double days) => new()
    {
        Touchpoint = Make.Touchpoint(
            "ask", Make.Day(3 + days), id, channel: "app", value: new Money { Amount = 49.5m, Currency = "EUR" },
            attributes: [("size", Make.Text("M")), ("rush", Scalar.Of(true)), ("tags", Scalar.Of([Make.Text("x"), Scalar.Of(7)]))]),
    };

    private static CustomerState State(CompiledDefinitions definitions)
    {
        static Touchpoint Order(string order, double day, decimal amount, string colour) => Make.Touchpoint(
            "order.placed", Make.Day(day), value: new Money { Amount = amount, Currency = "EUR" }, attributes: [("order", Make.Text(order)), ("colour", Make.Text(colour))]);

        Touchpoint[] touchpoints =
        [
            Make.Touchpoint(
                "customer.updated", Make.Day(0),
                attributes:
                [
                    ("name", Make.Text("Ann")), ("language", Make.Text("en")), ("timeZone", Make.Text("Europe/Berlin")), ("segment", Make.Text("gold")), ("lifetimeValue", Scalar.Of(1200.5)),
                    ("currency", Make.Text("EUR")), ("consent.email", Scalar.Of(true)), ("consent.sms", Scalar.Of(false)), ("tier", Scalar.Of(3)), ("vip", Scalar.Of(true)),
                    ("city", Make.Text("Lisboa")), ("tags", Scalar.Of([Make.Text("a"), Make.Text("b")])),
                ]),
            Order("o-1", 0.1, 100, "red"),
            Order("o-2", 1, 50.5m, "blue"),
            Make.Touchpoint("contact.phone", Make.Day(1.5)),
            Make.Touchpoint("contact.mail", Make.Day(1.6)),
            Make.Touchpoint("contact.phone", Make.Day(1.7)),
            Make.Touchpoint("review.submitted", Make.Day(2), feedback: new Feedback { Csat = 2 }, attributes: ("order", Make.Text("o-1"))),
        ];
        return touchpoints.Aggregate(CustomerState.For(Make.Customer), (state, t) => Customer.Decide(state, new RecordTouchpoint { Touchpoint = t }, definitions).Next);
    }
}

public sealed class CompiledEngineTests() : ConditionEngineSuite(CompiledEngine.Instance);

public sealed class InterpretedEngineTests() : ConditionEngineSuite(InterpretingEngine.Instance);
