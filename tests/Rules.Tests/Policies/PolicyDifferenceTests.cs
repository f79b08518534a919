using System.Collections.Frozen;
using CxOrchestrator.Definitions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies;

public sealed class PolicyDifferenceTests
{
    private const string Other =
        """

        ---
        kind: policy
        id: other
        name: Other
        on: {touchpoint: order.placed}
        when:
          count: {of: order.placed, atLeast: 2, within: 30 days}
        do:
          - message: {channel: email, text: Hello}
        """;

    private static CompiledDefinitions Set(string on, string more = "") => new(DefinitionReader.Read([new DocumentSource("set.yaml",
        $$"""
        kind: policy
        id: tried
        name: Tried
        on: {{on}}
        cooldown: 1 day
        do:
          - message: {channel: email, text: Hello}
        """ + more + Other)]).Set!);

    private static bool Concerns(CompiledDefinitions before, CompiledDefinitions after, string type, params string[] policies) =>
        PolicyDifference.Of(before, after, (policies is [] ? ["tried"] : policies).ToFrozenSet()).Concerns(Make.Touchpoint(type, Make.Start));

    [Theory]
    [InlineData("complaint", true)]
    [InlineData("contact.email", true)]
    [InlineData("order.placed", false)]
    public void Concerns_ByTouchpoints_ThoseThatTriggerEither(string type, bool concerned) =>
        Assert.Equal(concerned, Concerns(Set("{touchpoint: complaint}"), Set("{touchpoint: contact.*}"), type));

    [Theory]
    [InlineData("lowPointOpened")]
    [InlineData("{touchpoint: expectation.missed}")]
    [InlineData("{touchpoint: expectation.*}")]
    [InlineData("{touchpoint: '*'}")]
    public void Concerns_WhatNoRecordedTouchpointTells_IsAnybody(string on) =>
        Assert.True(Concerns(Set(on), Set("{touchpoint: complaint}"), "order.placed"));

    [Theory]
    [InlineData("\nwhen: {count: {of: visit, atLeast: 2, within: 30 days}}")]
    [InlineData("\nwhen: {count: {of: order.placed, atLeast: 3, within: 30 days}}")]
    public void Concerns_WhereMoreIsCounted_IsAnybody(string when) =>
        Assert.True(Concerns(Set("{touchpoint: complaint}"), Set("{touchpoint: complaint}", when), "order.placed"));

    [Fact]
    public void Concerns_WhereAnotherIsPaused_IsAnybody()
    {
        // Its document says nothing of that: a person or the engine paused it.
        var before = Set("{touchpoint: complaint}").Set;
        var paused = new CompiledDefinitions(before with { Policies = [.. before.Policies.Select(p => p with { Enabled = p.Id != "other" })] });
        Assert.True(Concerns(paused, Set("{touchpoint: complaint}"), "order.placed"));
    }

    [Fact]
    public void Concerns_SetsThatAreTheSame_IsNobody() =>
        Assert.False(Concerns(Set("lowPointOpened"), Set("lowPointOpened"), "order.placed", "none"));
}
