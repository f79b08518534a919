using CsCheck;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies;

public sealed class ExplanationTests
{
    // The size of the touchpoint is 5.
    private static readonly Facts Facts = new(CustomerState.For(Make.Customer), new CompiledDefinitions(DefinitionSet.Empty), Make.Start)
    {
        Touchpoint = Make.Touchpoint("order.placed", Make.Start, attributes: [("size", Scalar.Of(5))]),
    };

    private static readonly Gen<Condition> AnyCondition = Gen.Recursive<Condition>((depth, inner) => depth > 3
        ? Gen.Int[3, 7].Select(Below)
        : Gen.OneOf(
            Gen.Int[3, 7].Select(Below),
            inner.Array[0, 3].Select(i => (Condition)new AllOf { Items = [.. i] }),
            inner.Array[0, 3].Select(i => (Condition)new AnyOf { Items = [.. i] }),
            inner.Array[0, 3].Select(i => (Condition)new NoneOf { Items = [.. i] })));

    private static Condition Below(int value) => new FieldIs { Field = new(FieldRoot.Touchpoint, "size"), Comparison = Comparison.Below, Values = [Scalar.Of(value)] };

    private static AllOf All(params Condition[] items) => new() { Items = [.. items] };

    private static AnyOf Any(params Condition[] items) => new() { Items = [.. items] };

    private static NoneOf None(params Condition[] items) => new() { Items = [.. items] };

    private static string[] InTheWay(Condition when) => [.. Explanations.Conditions(when, Facts).Where(c => c.InTheWay).Select(c => c.Text.Replace("touchpoint.size ", "", StringComparison.Ordinal))];

    [Fact]
    public void Conditions_OneOfAllFails_ItAloneIsInTheWay() => Assert.Equal(["below 4"], InTheWay(All(Below(9), Below(4), Below(8))));

    [Fact]
    public void Conditions_WhatHoldsInNoneOf_IsInTheWay()
    {
        Assert.Equal(["None of:", "below 8"], InTheWay(All(None(Below(4), Below(8)))));
        Assert.Equal([false, false], Explanations.Conditions(All(None(Below(4), Below(8))), Facts).Skip(1).Select(c => c.Wanted));
        Assert.Empty(InTheWay(All(None(Below(4), Below(3)))));
    }

    [Fact]
    public void Conditions_FailsBesideOneThatSuffices_IsNotInTheWay()
    {
        Assert.Empty(InTheWay(All(Any(Below(4), Below(8)))));
        Assert.Equal(["At least one of:", "below 4", "below 3"], InTheWay(All(Any(Below(4), Below(3)))));
    }

    [Fact]
    public void Conditions_NoneOfInNoneOf_IsMeantToHoldAgain() =>
        Assert.Equal(["None of:", "None of:", "below 3"], InTheWay(All(None(None(Below(3)), Below(2)))));

    [Fact]
    public void Conditions_OfAnyTree_SomethingIsInTheWayWhereTheyDoNotHoldAndNothingWhereTheyDo() => AnyCondition.Array[1, 3].Sample(items =>
    {
        var when = All(items);
        Assert.Equal(!Conditional.Holds(when, Facts), InTheWay(when).Length > 0);
    });
}
