using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Gateway.Tests.Customers;

public sealed class ConditionViewTests
{
    private static ExplainedCondition Condition(int level, string text, string? actual, bool wanted = true, bool inTheWay = false) =>
        new(level, text, actual, inTheWay ? !wanted : wanted) { Wanted = wanted, InTheWay = inTheWay };

    [Fact]
    public void InTheWay_ACondition_IsNamedWithItsValue() => Assert.Equal(
        "mood below 0 did not hold: the value was 0.2",
        ConditionViews.InTheWay([Condition(0, "risk above 5", "9"), Condition(0, "mood below 0", "0.2", inTheWay: true)], past: true));

    [Fact]
    public void InTheWay_WhatMustNotHold_SaysSo() => Assert.Equal(
        "risk above 5 holds, which must not be: the value is 9",
        ConditionViews.InTheWay(
            [Condition(0, "None of:", null, inTheWay: true), Condition(1, "mood below 0", "0.2", wanted: false), Condition(1, "risk above 5", "9", wanted: false, inTheWay: true)], past: false));

    [Fact]
    public void InTheWay_AGroupOfWhichNothingHolds_NamesThreeOfThem() => Assert.Equal(
        "a does not hold: the value is 1, and b does not hold: the value is 2, and c does not hold: the value is 3",
        ConditionViews.InTheWay(
            [
                Condition(0, "At least one of:", null, inTheWay: true), Condition(1, "a", "1", inTheWay: true), Condition(1, "All of:", null, inTheWay: true), Condition(2, "b", "2", inTheWay: true),
                Condition(1, "c", "3", inTheWay: true), Condition(1, "d", "4", inTheWay: true), Condition(0, "e", "5", inTheWay: true),
            ],
            past: false));

    [Fact]
    public void InTheWay_ARuleClass_IsNamedWithItsCondition() => Assert.Equal(
        "the rule class \"Paid\" does not agree: the order is paid does not hold: the value is false",
        ConditionViews.InTheWay([Condition(0, "rule class \"Paid\"", null, inTheWay: true) with { IsRuleClass = true }, Condition(1, "the order is paid", "false", inTheWay: true)], past: false));

    [Fact]
    public void InTheWay_Nothing_IsNull() => Assert.Null(ConditionViews.InTheWay([Condition(0, "a", "1")], past: false));
}
