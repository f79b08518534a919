using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Definitions.Tests.Editing;

public class KeptStepsTests
{
    private const string Head = "kind: policy\nid: p\nname: P\non: {touchpoint: go}\n";

    private const string Waits = Head + """
        do:
          - message: {channel: push, text: first}
          - wait: {for: 14 seconds, otherwise: {message: {channel: push, text: later}}}

        """;

    private static IEnumerable<string> Ids(string text) => KeptSteps.Of(DocumentTree.Parse(text).Root!).Select(s => $"{s.Variant}{(s.Variant is null ? "" : "/")}{s.Id}");

    [Fact]
    public void Apply_ActionInsertedBefore_ChangesNothing()
    {
        var after = Waits.Replace("  - wait", "  - message: {channel: sms, text: inserted}\n  - wait", StringComparison.Ordinal);

        Assert.Equal(after, KeptSteps.Apply(after, Waits));
        Assert.Equal(["wait"], Ids(after));
    }

    [Fact]
    public void Apply_WaitPutIntoAnother_KeepsItsId()
    {
        var after = Head + """
            do:
              - message: {channel: push, text: first}
              - wait:
                  for: 1 hour
                  otherwise:
                    - message: {channel: sms, text: between}   # new
                    - wait: {for: 14 seconds, otherwise: {message: {channel: push, text: later}}}

            """;

        var kept = KeptSteps.Apply(after, Waits);

        Assert.Equal(["wait-made", "wait"], Ids(kept));
        Assert.Contains("# new", kept, StringComparison.Ordinal);
        Assert.Empty(DefinitionReader.Read([new("p.yaml", kept)]).Errors);

        // The folder still has the text without the id: it is the same document.
        Assert.Equal(kept, KeptSteps.Apply(after, kept));
    }

    [Fact]
    public void Apply_MovedAndReworded_IsKnownByWhatItWaitsFor()
    {
        var after = Head + """
            do:
              wait:
                for: 1 hour
                then: {message: {channel: push, text: x}}
                until: a.b
                otherwise: {wait: {for: 14 seconds, otherwise: {message: {channel: push, text: reworded}}}}

            """;

        Assert.Equal(["wait-made", "wait"], Ids(KeptSteps.Apply(after, Waits)));
    }

    [Fact]
    public void Apply_VariantsReordered_ChangesNothing()
    {
        var before = Head + "variants:\n  - {id: va, do: [{wait: {for: 10 seconds, otherwise: {message: {channel: push, text: A}}}}]}\n  - {id: vb, do: [{wait: {for: 10 seconds, otherwise: {message: {channel: push, text: B}}}}]}\n";
        var after = Head + "variants:\n  - {id: vb, do: [{wait: {for: 10 seconds, otherwise: {message: {channel: push, text: B}}}}]}\n  - {id: va, do: [{wait: {for: 10 seconds, otherwise: {message: {channel: push, text: A}}}}]}\n";

        Assert.Equal(after, KeptSteps.Apply(after, before));
        Assert.Equal(["vb/wait", "va/wait"], Ids(after));
    }

    [Fact]
    public void Apply_GivenIds_AreNeverTouched()
    {
        var before = Waits.Replace("{for: 14", "{id: mine, for: 14", StringComparison.Ordinal);

        Assert.Equal(before, KeptSteps.Apply(before, Waits));
        Assert.Equal(["mine"], Ids(KeptSteps.Apply(Waits, before)));
    }

    [Theory]
    [InlineData("kind: policy\nid: [")]
    [InlineData("")]
    public void Apply_TextThatCannotBeRead_StaysAsItIs(string text) => Assert.Equal(text + "wait", KeptSteps.Apply(text + "wait", Waits));

    [Fact]
    public void Read_TwoWaitsOfOneId_IsRefused()
    {
        var text = Head + "do:\n  wait:\n    id: a\n    for: 1 hour\n    otherwise: {wait: {id: a, for: 1 hour, otherwise: {message: {channel: push, text: x}}}}\n";

        Assert.Contains(DefinitionReader.Read([new("p.yaml", text)]).Errors, e => e.Message.StartsWith("there are two waits 'a'", StringComparison.Ordinal));
    }
}
