using CxOrchestrator.Rules.Conditions;
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
    public void Policy_Suspended_IsAskedNoMoreInThatSet()
    {
        var engine = new Throwing("b");
        var walk = new Walk(Set(Policy("a"), Policy("b")), engine);
        walk.Then(Make.Touchpoint("t", Make.Start));

        Assert.True(walk.Definitions.Note(walk.Faults[0]));
        Assert.False(walk.Definitions.Note(walk.Faults[0]));
        walk.Then(Make.Touchpoint("t", Make.Day(1)));

        Assert.Equal(1, engine.Thrown);
        Assert.Equal(["a", "a"], walk.Actions.Select(a => a.Policy));
        Assert.Single(walk.Faults);
        Assert.Equal("b", Assert.Single(walk.Definitions.Suspended).Policy);
    }

    [Fact]
    public void Note_FaultOfAnotherSet_SuspendsNothing()
    {
        var definitions = new CompiledDefinitions(Set(Policy("a")));

        Assert.False(definitions.Note(new PolicyFault("a", 3, 6, PolicyFaultKind.Threw, "")));

        Assert.Empty(definitions.Suspended);
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
