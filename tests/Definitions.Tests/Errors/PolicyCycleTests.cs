namespace CxOrchestrator.Definitions.Tests.Errors;

/// <summary>Policies whose callbacks trigger each other.</summary>
public sealed class PolicyCycleTests
{
    private const string Journey = """
        kind: journey
        id: order
        name: Order
        reentry: true
        stages:
          - {id: called, name: Called, enter: case.completed, end: true}
        expectations:
          - {id: order, name: Order, after: {type: case.completed, where: {queue: win-back}}, expect: order.placed, within: 3 days}
        ---

        """;

    private static string Policy(string id, string on, string queue, string more = "") =>
        $"kind: policy\nid: {id}\nname: {id}\n{more}▸on: {on}\ndo:\n  - callback: {{queue: {queue}, reason: r}}\n---\n";

    private static string Unmarked(string id, string on, string queue, string more = "") => Policy(id, on, queue, more).Replace("▸", "", StringComparison.Ordinal);

    [Theory]
    [InlineData("{touchpoint: case.completed}")]
    [InlineData("{touchpoint: case.*}")]
    [InlineData("{touchpoint: '*'}")]
    [InlineData("{touchpoint: {type: case.completed, where: {disposition: noAnswer}}}")]
    [InlineData("{touchpoint: {type: case.completed, where: {queue: {in: [win-back, care]}, policy: p}}}")]
    [InlineData("[{touchpoint: order.placed}, {count: {of: case.completed, atLeast: 3, within: 30 days}}]")]
    [InlineData("{sequence: {steps: [order.placed, case.completed], within: 1 day}}")]
    [InlineData("{absence: {of: order.placed, after: case.completed, within: 1 day}}")]
    [InlineData("{expectationMissed: {journey: order}}")]
    [InlineData("{touchpoint: expectation.missed}")]
    [InlineData("{stageEntered: {journey: order, stage: called}}")]
    [InlineData("{stageStayed: {journey: order, stage: called, for: 1 day}}")]
    public void Read_PolicySetsItselfOff_SaysWhereAndHow(string on) =>
        Marked.AssertErrors(Journey + Policy("p", on, "win-back"), "'p' triggers itself again: its callback becomes a case, and the completed case (case.completed) is what it acts on; give it a cooldown");

    [Theory]
    [InlineData("{touchpoint: case.completed}", "cooldown: 1 hour\n")]
    [InlineData("{touchpoint: case.completed}", "enabled: false\n")]
    [InlineData("{touchpoint: case.completed}", "when: {touchpoint.queue: care}\n")]
    [InlineData("{touchpoint: case.completed}", "when: {any: [{touchpoint.queue: care}, {touchpoint.policy: {isNot: p}}]}\n")]
    [InlineData("{touchpoint: {type: case.completed, where: {queue: care}}}", "")]
    [InlineData("{touchpoint: {type: case.completed, where: {nps: {below: 3}}}}", "")]
    [InlineData("{touchpoint: offer.redeemed}", "")]
    [InlineData("{sequence: {steps: [case.completed, order.placed], within: 1 day}}", "")]
    [InlineData("lowPointClosed", "")]
    [InlineData("{lowPointOpened: {journey: order}}", "")]
    public void Read_PolicyDoesNotComeRound_HasNoError(string on, string more) =>
        Assert.Empty(DefinitionReader.Read([new("x.yaml", Journey + Unmarked("p", on, "win-back", more))]).Errors);

    [Fact]
    public void Read_CallbackAfterAWaitOfAVariant_IsOneToo()
    {
        const string Text = """
            kind: policy
            id: p
            name: P
            ▸on: {touchpoint: case.completed}
            variants:
              - {id: a, do: [{message: {channel: email, text: Hi}}]}
              - id: b
                do:
                  - wait: {for: 1 day, otherwise: [{callback: {queue: q, reason: r}}]}

            """;

        Marked.AssertErrors(Text, "'p' triggers itself again");
    }

    [Fact]
    public void Read_ThreeInACircle_AreReportedOnceAtTheLast()
    {
        static string On(string queue) => $"{{touchpoint: {{type: case.completed, where: {{queue: {queue}}}}}}}";
        var text = Unmarked("a", On("c"), "a") + Unmarked("b", On("a"), "b") + Policy("c", On("b"), "c") + Unmarked("d", On("c"), "d");

        Marked.AssertErrors(text, "policies trigger each other in a circle, each by the completed cases (case.completed) of the one before: a > b > c > a; give one of them a cooldown");
        Assert.Empty(DefinitionReader.Read([new("x.yaml", text.Replace("▸", "cooldown: 1 day\n", StringComparison.Ordinal))]).Errors);
    }

    [Theory]
    [InlineData("message: {channel: email, text: Hi}", "{touchpoint: delivery.failed}")]
    [InlineData("message: {channel: email, text: Hi}", "{touchpoint: delivery.*}")]
    [InlineData("message: {channel: email, text: Hi}", "{touchpoint: {type: delivery.failed, where: {channel: email, kind: message}}}")]
    [InlineData("message: {channel: email, text: Hi}", "{count: {of: delivery.failed, atLeast: 3, within: 30 days}}")]
    [InlineData("offer: {channel: sms, offer: five, text: Hi}", "{touchpoint: {type: delivery.failed, where: {reason: no such number}}}")]
    public void Read_PolicySendsUponAFailedDelivery_SaysThatItMayFailAgain(string action, string on) =>
        Marked.AssertErrors(
            $"kind: policy\nid: p\nname: p\n▸on: {on}\ndo:\n  - {action}\n",
            "'p' triggers itself again: what it sends may not arrive, and the failed delivery (delivery.failed) is what it acts on; give it a cooldown");

    [Theory]
    [InlineData("message: {channel: sms, text: Hi}", "{touchpoint: {type: delivery.failed, where: {channel: email}}}")]
    [InlineData("message: {channel: email, text: Hi}", "{touchpoint: {type: delivery.failed, where: {kind: offer}}}")]
    [InlineData("message: {channel: email, text: Hi}", "{touchpoint: {type: delivery.failed, where: {policy: another}}}")]
    [InlineData("callback: {queue: care, reason: r}", "{touchpoint: delivery.failed}")]
    [InlineData("message: {channel: email, text: Hi}", "{touchpoint: case.completed}")]
    public void Read_PolicyActsUponAnotherFailure_HasNoError(string action, string on) =>
        Assert.Empty(DefinitionReader.Read([new("x.yaml", $"kind: policy\nid: p\nname: p\non: {on}\ndo:\n  - {action}\n")]).Errors);

    [Fact]
    public void Read_TwoThatSendWhenTheOtherFails_AreReported()
    {
        static string Sends(string id, string failed, string channel) =>
            $"kind: policy\nid: {id}\nname: {id}\n▸on: {{touchpoint: {{type: delivery.failed, where: {{channel: {failed}}}}}}}\ndo:\n  - message: {{channel: {channel}, text: Hi}}\n---\n";
        Marked.AssertErrors(
            Sends("a", "email", "sms").Replace("▸", "", StringComparison.Ordinal) + Sends("b", "sms", "email"),
            "policies trigger each other in a circle, each by the failed deliveries (delivery.failed) of the one before: a > b > a; give one of them a cooldown");
    }

    [Fact]
    public void Read_PublishedBefore_IsReadAllTheSame()
    {
        DocumentSource[] documents = [new("x.yaml", Unmarked("p", "{touchpoint: case.completed}", "q"))];

        Assert.NotNull(DefinitionReader.Read(documents, published: true).Set);
        Assert.Null(DefinitionReader.Read(documents).Set);
    }

    [Fact]
    public void Read_ThousandsThatCouldLead_IsDoneSoon()
    {
        var text = string.Concat(Enumerable.Range(0, 3_000).Select(i => Unmarked($"p{i}", $"{{touchpoint: {{type: case.completed, where: {{queue: q{i}}}}}}}", $"q{i + 1}")));
        var begun = TimeProvider.System.GetTimestamp();

        Assert.Empty(DefinitionReader.Read([new("x.yaml", text)]).Errors);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }
}
