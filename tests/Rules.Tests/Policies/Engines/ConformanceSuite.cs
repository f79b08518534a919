using CsCheck;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Tests.Policies.Engines;

/// <summary>What every engine has to decide.</summary>
public abstract class ConformanceSuite
{
    private const int CasesMin = 100;

    public static TheoryData<string> Names => [.. ConformanceCase.All.Keys.Order(StringComparer.Ordinal)];

    protected abstract IConditionEngine Engine { get; }

    public static TheoryData<int> Counts => [ConformanceCase.All.Count];

    [Theory]
    [MemberData(nameof(Counts))]
    public void Cases_AreEnough(int cases)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"Conformance: {cases} cases and {Samples} random sets of policies against {Engine.GetType().Name}");
        Assert.True(cases >= CasesMin);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Case_Decides_AsWritten(string name)
    {
        var given = ConformanceCase.All[name];
        var walk = new Walk(given.Read(), Engine);

        foreach (var touchpoint in given.Touchpoints)
        {
            walk.Then(touchpoint);
        }

        Assert.Equal(given.Decisions, walk.Decisions.Select(Words));
        Assert.Empty(walk.Faults);
    }

    [Fact]
    public void AnyPolicies_AnyTouchpoints_DecidedAsInterpreted() =>
        AnyPolicies.Sets.Sample(
            given =>
            {
                var expected = AnyPolicies.Decided(given.Set, given.Touchpoints, InterpretingEngine.Instance);
                var actual = AnyPolicies.Decided(given.Set, given.Touchpoints, Engine);
                return expected.SequenceEqual(actual);
            },
            iter: Samples,
            print: AnyPolicies.Print);

    protected virtual int Samples => 2_000;

    private static string Words(PolicyDecision decision) =>
        decision.Outcome == PolicyOutcome.Fired ? $"{decision.Policy} fired" : $"{decision.Policy} held {decision.Reason}";
}
