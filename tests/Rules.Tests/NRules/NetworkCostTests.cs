using System.Collections.Immutable;
using CxOrchestrator.NRules;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.NRules;

/// <summary>The cost of a touchpoint follows the policies that could match it, not those that are published.</summary>
public class NetworkCostTests
{
    private const int MatchingMax = 10;

    private static readonly NRulesEngine Engine = new();

    [Fact]
    public void Decide_FiftyTimesThePolicies_AllocatesTheSame()
    {
        var (few, many) = (Bytes(Campaigns(20)), Bytes(Campaigns(1_000)));

        Assert.InRange(many, few * 0.95, few * 1.05);
    }

    [Fact]
    public void Decide_PolicyOfAnotherGroup_IsNotTouched()
    {
        // A comparison without a value throws as soon as it is asked.
        var broken = Policy(MatchingMax, new FieldIs { Field = new(FieldRoot.Touchpoint, "size"), Comparison = Comparison.Is });
        var walk = new Walk(new DefinitionSet { Policies = [.. Campaigns(MatchingMax), broken] }, Engine).Then(Touchpoint(0));

        Assert.Empty(walk.Faults);
    }

    [Fact]
    public void Of_PoliciesOfOneTrigger_AreGroupedByTheFieldThatTellsThemApart() => Assert.Equal(
        Enumerable.Repeat(MatchingMax, 5),
        PolicyGroups.Of(new CompiledDefinitions(new DefinitionSet { Policies = Campaigns(50) })).Select(g => g.Length));

    [Fact]
    public void Decide_ManyThreadsAtOnce_DecideAsTheCompiledEngine()
    {
        // Every second policy holds for the campaign, over the customer's own touchpoints.
        ImmutableArray<PolicyDefinition> policies =
        [
            .. Enumerable.Range(0, 100).Select(i => Policy(i) with
            {
                When = new AllOf
                {
                    Items =
                    [
                        new FieldIs { Field = new(FieldRoot.Touchpoint, "campaign"), Comparison = Comparison.Is, Values = [Make.Text($"c{i / MatchingMax}")] },
                        new FieldIs { Field = new(FieldRoot.Touchpoint, "size"), Comparison = i % 2 == 0 ? Comparison.Exists : Comparison.Missing },
                    ],
                },
            }),
        ];
        var (compiled, networks) = (new CompiledDefinitions(new DefinitionSet { Policies = policies }), new CompiledDefinitions(new DefinitionSet { Policies = policies }, Engine));

        Parallel.For(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var touchpoint = Make.Touchpoint(
                "campaign.seen", Make.Day(1), $"{i}", attributes: i % 3 == 0 ? [("campaign", Make.Text($"c{i % 10}")), ("size", Make.Text("M"))] : [("campaign", Make.Text($"c{i % 10}"))]);
            string[] Decided(CompiledDefinitions definitions) =>
                [.. Customer.Decide(CustomerState.For(Make.Customer), new RecordTouchpoint { Touchpoint = touchpoint }, definitions).Events.OfType<PolicyDecided>().Select(e => e.Decision.Policy)];

            Assert.Equal(Decided(compiled), Decided(networks));
            Assert.Equal(5, Decided(networks).Length);
        });
    }

    private static double Bytes(ImmutableArray<PolicyDefinition> policies)
    {
        var definitions = new CompiledDefinitions(new DefinitionSet { Policies = policies }, Engine);
        var (state, input) = (CustomerState.For(Make.Customer), new RecordTouchpoint { Touchpoint = Touchpoint(0) });
        for (var i = 0; i < 100; i++)
        {
            Customer.Decide(state, input, definitions);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Customer.Decide(state, input, definitions);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static Touchpoint Touchpoint(int campaign) => Make.Touchpoint("campaign.seen", Make.Day(1), attributes: ("campaign", Make.Text($"c{campaign}")));

    private static ImmutableArray<PolicyDefinition> Campaigns(int count) => [.. Enumerable.Range(0, count).Select(i => Policy(i))];

    private static PolicyDefinition Policy(int index, params ImmutableArray<Condition> more) => new()
    {
        Id = $"p{index:0000}",
        Name = $"P {index}",
        Triggers = [new OnTouchpoint { Match = Sets.On("campaign.seen") }],
        When = new AllOf
        {
            Items =
            [
                new FieldIs { Field = new(FieldRoot.Touchpoint, "campaign"), Comparison = Comparison.Is, Values = [Make.Text($"c{index / MatchingMax}")] },
                new FieldIs { Field = new(FieldRoot.Risk, ""), Comparison = Comparison.Above, Values = [Scalar.Of(100 + index)] },
                .. more,
            ],
        },
        Actions = [new WebhookTemplate { Url = new Uri("https://example.org/hook") }],
    };
}
