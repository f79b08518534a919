using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies.Engines;

public class EngineFaultTests
{
    private static PolicyDefinition Policy(string id, Condition? when = null) => new()
    {
        Id = id,
        Name = id,
        Version = 3,
        Triggers = [new OnTouchpoint { Match = Sets.On("t") }],
        When = when ?? Condition.Always,
        Actions = [new WebhookTemplate { Url = new Uri("https://example.org/hook") }],
    };

    private static DefinitionSet Set(params PolicyDefinition[] policies) => new() { Version = 7, Policies = [.. policies] };

    [Fact]
    public void Policy_Throws_OthersAndTheTouchpointGoOn()
    {
        var walk = new Walk(Set(Policy("a"), Policy("b"), Policy("c")), new Throwing("b"));

        walk.Then(Make.Touchpoint("t", Make.Start));

        Assert.Equal(["a", "c"], walk.Actions.Select(a => a.Policy));
        Assert.Equal(new PolicyFault("b", 3, 7, PolicyFaultKind.Threw, nameof(FormatException)), Assert.Single(walk.Faults));
        Assert.Equal(1, walk.State.Touchpoints);
    }

    [Fact]
    public void Policy_ThatFailed_IsAskedAgainInThatSet()
    {
        // As a refold under the same set asks it, and as silos do that have not met the fault.
        var engine = new Throwing("b");
        var walk = new Walk(Set(Policy("a"), Policy("b")), engine);
        walk.Then(Make.Touchpoint("t", Make.Start));
        walk.Definitions.Note(walk.Faults[0]);
        walk.Then(Make.Touchpoint("t", Make.Day(1)));

        Assert.Equal(2, engine.Thrown);
        Assert.Equal(["a", "a"], walk.Actions.Select(a => a.Policy));
        Assert.Equal(2, walk.Faults.Count);
    }

    [Fact]
    public void Note_SameFaultAgain_IsNotTheFirst()
    {
        var definitions = new CompiledDefinitions(Set(Policy("a")));
        var fault = new PolicyFault("a", 3, 7, PolicyFaultKind.Threw, nameof(FormatException));

        Assert.True(definitions.Note(fault));
        Assert.False(definitions.Note(fault));
        Assert.True(definitions.Note(fault with { Kind = PolicyFaultKind.StepsSpent }));
        Assert.False(definitions.Note(fault with { DefinitionsVersion = 6 }));
    }

    [Fact]
    public void Decide_PolicyFails_IsConsideredWithItsFault()
    {
        var considered = new List<Consideration>();
        var definitions = new CompiledDefinitions(Set(Policy("a", new InSegment { Segment = "s" })) with
        {
            Segments = [new() { Id = "s", Name = "S", When = new AllOf { Items = [new InSegment { Segment = "s" }] } }],
        });

        Customer.Decide(CustomerState.For(Make.Customer), new RecordTouchpoint { Touchpoint = Make.Touchpoint("t", Make.Start) }, definitions, considered);

        Assert.StartsWith("conditions could not be decided: ", Assert.Single(Assert.Single(considered).Conditions).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_AfterAWaitFails_IsTheFaultOfThePolicyAndTheTimerFires()
    {
        var wait = new WaitTemplate
        {
            For = TimeSpan.FromHours(1),

            // A comparison without a value cannot be made by a checked document.
            Check = new FieldIs { Field = new(FieldRoot.Touchpoint, "type"), Comparison = Comparison.Is, Values = [] },
            Otherwise = [new WebhookTemplate { Url = new Uri("https://example.org/hook") }],
        };
        var walk = new Walk(Set(Policy("a") with { Actions = [wait] }));
        walk.Then(Make.Touchpoint("t", Make.Start));

        walk.Then(Make.Touchpoint("other", Make.Day(1)));

        Assert.Empty(walk.Actions);
        Assert.Equal(("a", PolicyFaultKind.Threw), Assert.Single(walk.Faults) is var fault ? (fault.Policy, fault.Kind) : default);
        Assert.Empty(walk.State.Waits);
    }

    [Fact]
    public void Segments_LeadBackToThemselves_IsTheFaultOfThePolicy()
    {
        var set = Set(Policy("a", new InSegment { Segment = "s" }), Policy("b")) with
        {
            Segments = [new() { Id = "s", Name = "S", When = new AllOf { Items = [new InSegment { Segment = "s" }] } }],
        };
        var walk = new Walk(set);

        walk.Then(Make.Touchpoint("t", Make.Start));

        Assert.Equal(["b"], walk.Actions.Select(a => a.Policy));
        Assert.Equal("a", Assert.Single(walk.Faults).Policy);
    }

    [Fact]
    public void Steps_MoreThanTheBound_AreToldAndCountAsNotHolding()
    {
        // 60 policies of 20,001 steps: 49 of them fit.
        var field = new FieldIs { Field = new(FieldRoot.Touchpoint, "x"), Comparison = Comparison.Missing };
        var when = new AnyOf { Items = [.. Enumerable.Repeat(field, 20_000)] };
        var walk = new Walk(Set([.. Enumerable.Range(0, 60).Select(i => Policy($"p{i:00}", when))]));

        walk.Then(Make.Touchpoint("t", Make.Start));

        Assert.Equal(49, walk.Actions.Count());
        Assert.Equal(11, walk.Faults.Count);
        Assert.All(walk.Faults, f => Assert.Equal(PolicyFaultKind.StepsSpent, f.Kind));
        Assert.Equal("p49", walk.Faults[0].Policy);

        // The bound is of one input: the next has its own.
        walk.Then(Make.Touchpoint("t", Make.Day(1)));
        Assert.Equal(98, walk.Actions.Count());
    }

    private sealed class Throwing(string policy) : IConditionEngine, IPolicyConditions
    {
        public int Thrown { get; private set; }

        public bool Indexed => true;

        public IPolicyConditions Compile(CompiledDefinitions definitions) => this;

        public bool Holds(PolicyDefinition asked, Facts facts)
        {
            if (asked.Id == policy)
            {
                Thrown++;
                throw new FormatException("secret of a customer");
            }

            return true;
        }
    }
}
