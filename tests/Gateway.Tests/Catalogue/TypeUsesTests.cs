using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Catalogue;

namespace CxOrchestrator.Gateway.Tests.Catalogue;

public class TypeUsesTests
{
    private const string Waits =
        """
        kind: policy
        id: waits
        name: Waits
        on: lowPointOpened
        do:
          - message: {channel: email, subject: Sorry, text: Sorry}
          - wait:
              id: first
              for: 3 days
              until: reply.received
              then:
                - wait: {id: second, for: 1 day, until: call.answered, otherwise: [{callback: {queue: recovery, reason: No answer}}]}
              check: {count: {of: order.cancelled, atLeast: 1, within: 7 days}}
              otherwise:
                - callback: {queue: recovery, reason: No answer}
        """;

    private const string Ways =
        """
        kind: policy
        id: ways
        name: Ways
        on: lowPointOpened
        variants:
          - {id: a, weight: 1, do: [{wait: {id: way, for: 1 day, until: chat.opened, otherwise: [{callback: {queue: recovery, reason: No answer}}]}}]}
          - {id: b, weight: 1, do: [{callback: {queue: recovery, reason: At once}}]}
        """;

    private const string Segment =
        """
        kind: segment
        id: returns
        name: Returns a lot
        when: {count: {of: order.returned, atLeast: 3, within: 90 days}}
        """;

    [Theory]
    [InlineData("reply.received", "policy waits")]
    [InlineData("call.answered", "policy waits")]
    [InlineData("order.cancelled", "policy waits")]
    [InlineData("chat.opened", "policy ways")]
    [InlineData("order.returned", "segment returns")]
    public void Of_TypeNamedInAWaitAVariantOrASegment_NamesTheDocument(string type, string use)
    {
        var read = DefinitionReader.Read([new DocumentSource("waits.yaml", Waits), new DocumentSource("ways.yaml", Ways), new DocumentSource("returns.yaml", Segment)]);
        Assert.Empty(read.Errors);

        Assert.Equal([use], TypeUses.Of(type, read.Set!));
    }
}
