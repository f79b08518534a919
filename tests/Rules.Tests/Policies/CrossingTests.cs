using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies;

public class CrossingTests
{
    private static Walk With(DefinitionSet set, params Trigger[] triggers) => new(set with
    {
        Policies = [new PolicyDefinition { Id = "p", Name = "P", Triggers = [.. triggers], Actions = [new MessageTemplate { Channel = "email", Text = "Hello" }] }],
    });

    private static OnMetric Metric(FieldRoot root, Comparison comparison, double value, string name = "") =>
        new() { Crosses = new FieldIs { Field = new(root, name), Comparison = comparison, Values = [Scalar.Of(value)] } };

    [Fact]
    public void Metric_MoodFallsBelow_FiresOnceUntilItWasAbove()
    {
        var walk = With(Sets.OfExperience, Metric(FieldRoot.Mood, Comparison.Below, -0.2));

        walk.Then(Sets.Experienced(-0.8, Make.Day(0))).Then(Sets.Experienced(-0.8, Make.Day(0.1)));
        Assert.Single(walk.Decisions);

        walk.Then(Sets.Experienced(1, Make.Day(0.2))).Then(Sets.Experienced(1, Make.Day(0.3))).Then(Sets.Experienced(-1, Make.Day(0.4))).Then(Sets.Experienced(-1, Make.Day(0.5))).Then(Sets.Experienced(-1, Make.Day(0.6)));
        Assert.Equal(2, walk.Decisions.Count());
    }

    [Fact]
    public void Metric_MoodRecoversBySilence_FiresAtThatMoment()
    {
        var walk = With(Sets.OfExperience, Metric(FieldRoot.Mood, Comparison.Above, -0.2)).Then(Sets.Experienced(-1, Make.Day(0))).Wait(Make.Day(60));

        var at = Assert.Single(walk.Decisions).At;
        Assert.True(walk.MoodAt(at).Mood > -0.2);
        Assert.False(walk.MoodAt(at.AddMilliseconds(-1)).Mood > -0.2);
    }

    [Fact]
    public void Metric_PressureFades_FiresAtThatMoment()
    {
        var walk = With(Sets.OfExperience, Metric(FieldRoot.Pressure, Comparison.AtMost, 0.25)).Then(Sets.Experienced(-1, Make.Day(0))).Wait(Make.Day(60));

        Assert.Equal(Make.Day(4), Assert.Single(walk.Decisions).At, TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void Metric_RiskGrowsInSilence_FiresWithoutATouchpoint()
    {
        var walk = With(Sets.OfExperience, Metric(FieldRoot.Risk, Comparison.AtLeast, 5)).Then(Sets.Experienced(0.1, Make.Day(0))).Wait(Make.Day(80));

        var at = Assert.Single(walk.Decisions).At;
        Assert.True(walk.RiskAt(at).Score >= 5);
        Assert.True(walk.RiskAt(at.AddSeconds(-1)).Score < 5 || at.AddSeconds(-1) < Make.Day(7));
    }

    [Fact]
    public void Metric_ANumberAboutTheCustomer_FiresWhenItIsReached()
    {
        var walk = With(Sets.OfOrder, Metric(FieldRoot.Customer, Comparison.AtLeast, 500, "lifetimeValue"));

        walk.Then(Value(0, 400));
        Assert.Empty(walk.Decisions);

        walk.Then(Value(1, 600)).Then(Value(2, 700));
        Assert.Single(walk.Decisions);
    }

    [Fact]
    public void Metric_NoPolicyWaits_SetsNoTimer()
    {
        var walk = new Walk(Sets.OfExperience).Then(Sets.Experienced(-0.2, Make.Day(0)));

        Assert.Null(walk.State.MetricReviewAt);
    }

    private static Touchpoint Value(double day, double value) => Make.Touchpoint("customer.updated", Make.Day(day), attributes: ("lifetimeValue", Scalar.Of(value)));
}
