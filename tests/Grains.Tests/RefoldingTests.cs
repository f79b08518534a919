using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Grains.Tests;

public sealed class RefoldingTests
{
    private static readonly CompiledDefinitions Definitions = new(new DefinitionSet
    {
        Policies =
        [
            new PolicyDefinition
            {
                Id = "p", Name = "P", Version = 4, Triggers = [new OnTouchpoint { Match = new TouchpointMatch { Type = "ask" } }],
                When = new FieldIs { Field = new(FieldRoot.Customer, "lifetimeValue"), Comparison = Comparison.AtLeast, Values = [Scalar.Of(500)] },
                Actions = [new CallbackTemplate { Queue = "q", Reason = "r" }],
            },
        ],
    });

    private static HistoryEntry Entry(long sequence, Touchpoint touchpoint) => new()
    {
        Sequence = sequence,
        Kind = HistoryKind.Touchpoint,
        EffectiveAt = touchpoint.At,
        ReceivedAt = touchpoint.At,
        DefinitionsVersion = 1,
        At = touchpoint.At,
        Type = touchpoint.Type,
        Input = TouchpointJson.Write(touchpoint),
        Outcome = "{}"u8.ToArray(),
    };

    private static HistoryEntry Worth(long sequence, double value) =>
        Entry(sequence, Make.Touchpoint("customer.updated", Make.Day(sequence), attributes: ("lifetimeValue", Scalar.Of(value))));

    private static HistoryEntry Ask(long sequence) => Entry(sequence, Make.Touchpoint("ask", Make.Day(sequence)));

    [Fact]
    public void Take_ConditionFailedThen_TellsItsValueOfThen()
    {
        var (refolding, considered) = (new Refolding(Make.Customer), new List<Consideration>());
        Assert.All<HistoryEntry>([Worth(1, 20), Ask(2), Worth(3, 900), Ask(4)], entry => Assert.True(refolding.Take(entry, Definitions, considered)));

        var told = Assert.Single(considered);
        Assert.Equal(("p", 4, Make.Day(2), "ask"), (told.Policy, told.PolicyVersion, told.At, told.Because));
        Assert.Equal(("customer.lifetimeValue at least 500", "20", false), (told.Conditions[0].Text, told.Conditions[0].Actual, told.Conditions[0].Holds));
        Assert.Single(refolding.Actions);
    }

    [Fact]
    public void Take_WhatDoesNotFollow_IsNotTaken()
    {
        var refolding = new Refolding(Make.Customer);
        Assert.True(refolding.Take(Worth(1, 20), Definitions));

        Assert.False(refolding.Take(Ask(3), Definitions));
        Assert.Equal(1, refolding.State.Sequence);
    }
}
