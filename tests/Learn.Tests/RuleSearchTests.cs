using CxOrchestrator.Learn.Suggesting;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Learn.Tests;

/// <summary>What is planted is found, and where nothing is nothing is proposed.</summary>
public sealed class RuleSearchTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.7)]
    [InlineData(3, 0.8)]
    public void Run_ShareThatMatters_IsFound(int seed, double share)
    {
        var found = RuleSearch.Run(Orders.Read(Orders.Make(2_000, seed, share)), days: 3, precision: 0.75, Cancel);

        var rule = Assert.Single(found.Proposed!.Rules);
        Assert.Equal(("promised", "order.shipped"), (rule.By, rule.Expect[0]));
        Assert.InRange(rule.Share, (share * 100) - 5, (share * 100) + 5);
        Assert.True(found.Proposed.Figures.Precision >= 0.75);
        Assert.True(found.Proposed.Figures.MedianDays >= 3);
        Assert.InRange(found.Later!.F1, found.Proposed.Figures.F1 - 0.08, found.Proposed.Figures.F1 + 0.08);
        Assert.Equal((2_000, 2_000 * 2 / 3), (found.Instances, found.Proposed.Figures.Instances));
    }

    [Fact]
    public void Run_ReviewsThatFollowFromNothing_ProposesNothing()
    {
        var found = RuleSearch.Run(Orders.Read(Orders.Make(2_000, 4, share: null)), days: 3, precision: 0.75, Cancel);

        Assert.True(found.Tried > 100);
        Assert.Null(found.Proposed);
    }

    [Fact]
    public void Run_MorePrecisionThanThereIs_ProposesNothing()
    {
        Assert.Null(RuleSearch.Run(Orders.Read(Orders.Make(1_000, 5, 0.7, noise: 0.2)), days: 3, precision: 0.95, Cancel).Proposed);
    }

    [Fact]
    public void Run_FewOutcomes_TriesNothing()
    {
        var found = RuleSearch.Run(Orders.Read(Orders.Make(50, 6, 0.9, noise: 0)), days: 3, precision: 0.5, Cancel);

        Assert.Equal((50, 0), (found.Instances, found.Tried));
    }

    [Fact]
    public void Front_Sets_AreBeatenByNone()
    {
        var front = RuleSearch.Run(Orders.Read(Orders.Make(2_000, 7, 0.6, noise: 0.1)), days: 3, precision: 0.6, Cancel).Front;

        Assert.True(front.Length > 2);
        Assert.All(front.Zip(front.Skip(1)), pair =>
        {
            Assert.True(pair.First.Figures.Precision >= pair.Second.Figures.Precision);
            Assert.True(pair.First.Figures.MedianDays < pair.Second.Figures.MedianDays);
        });
    }

    [Fact]
    public void Run_SameTouchpoints_GivesTheSame()
    {
        Suggestion[] twice = [.. Enumerable.Range(0, 2).Select(_ => RuleSearch.Run(Orders.Read(Orders.Make(600, 8, 0.7)), 3, 0.7, Cancel))];

        Assert.Equal(twice[0].Proposed!.Rules.Select(r => r.Name), twice[1].Proposed!.Rules.Select(r => r.Name));
        Assert.Equal(twice[0].Front.Select(f => f.Figures), twice[1].Front.Select(f => f.Figures));
    }

    /// <summary>The search counts as the core does: the same rule alone in a journey warns of the same instances.</summary>
    [Theory]
    [InlineData(9, 60, 0)]
    [InlineData(10, 100, 2)]
    public void Figures_OfARule_AreThoseOfTheCore(int seed, int share, int grace)
    {
        var rule = new ExpectationRule { After = "order.placed", Expect = ["order.shipped", "order.delivered"], By = "promised", Share = share, GraceDays = grace };
        var customers = Orders.Make(500, seed, 0.7).ToList();
        var reading = Orders.Read(customers);
        var alone = Orders.Journey[..Orders.Journey.IndexOf("expectations:", StringComparison.Ordinal)];
        var trial = new WarningTrial(new CompiledDefinitions(Orders.Set(Proposal.Apply(alone, [rule]))), "order", Orders.Bad);
        customers.ForEach(trial.Add);

        var days = new RuleCandidates(reading).Days(rule, reading.Runs);
        Assert.Equal(trial.Figures(5), WarningFigures.Of([.. reading.Runs.Select(r => r.Bad)], days, 5));
        Assert.True(trial.Figures(5).Right > 10);
    }
}
