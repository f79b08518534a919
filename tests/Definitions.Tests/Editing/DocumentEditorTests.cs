using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Definitions.Tests.Editing;

/// <summary>What stays as it was written.</summary>
public sealed class DocumentEditorTests
{
    private const string Policy = """
        # Written with care.
        kind: policy
        id: late
        name: Late   # what people read
        priority: 80
        on: {expectationMissed: {journey: order, expectation: delivery}}
        when:
          # Orders that matter.
          count: {of: order.placed, atLeast: 1, within: 90 days}
          none:
            - segment: loyal # they get a call
            - mood: {above: 0}
        do:
          # First the words,
          - message:
              channel: email
              text: |
                Hello {customer.name|there},

                we are sorry.
          # then the gift.
          - offer: {channel: email, offer: voucher, amount: 10, currency: EUR}
        cooldown: 7 days

        """;

    private static readonly DocumentPath Root = DocumentPath.Root;

    private static string After(DocumentEdit edit) => DocumentEditor.Apply(Policy, edit);

    [Fact]
    public void Set_SingleValue_ChangesItsCharactersOnly()
    {
        Assert.Equal(Policy.Replace("Late   #", "Very late: sorry   #", StringComparison.Ordinal).Replace("Very late: sorry", "\"Very late: sorry\"", StringComparison.Ordinal), After(new SetValue { Path = Root / "name", Value = SingleValue.Of("Very late: sorry") }));
        Assert.Equal(Policy.Replace("amount: 10", "amount: 12.5", StringComparison.Ordinal), After(new SetValue { Path = Root / "do" / 1 / "offer" / "amount", Value = SingleValue.Of(12.5) }));
        Assert.Equal(
            Policy.Replace("        we are sorry.\n", "        we are truly sorry.\n", StringComparison.Ordinal),
            After(new SetValue { Path = Root / "do" / 0 / "message" / "text", Value = SingleValue.Of("Hello {customer.name|there},\n\nwe are truly sorry.\n") }));
    }

    [Fact]
    public void Set_NewField_StandsWhereItsOrderPutsIt() => Assert.Equal(
        Policy.Replace("priority: 80", "category: promotion\npriority: 80", StringComparison.Ordinal),
        After(new SetValue { Path = Root / "category", Value = SingleValue.Of("promotion"), Order = ["kind", "id", "name", "category", "priority"] }));

    [Fact]
    public void Set_MissingGroups_AreMade() => Assert.Equal(
        Policy + "budget: {perDay: 500}\n",
        After(new SetValue { Path = Root / "budget" / "perDay", Value = SingleValue.Of(500) }));

    [Fact]
    public void Remove_FieldAndItem_TakesTheirLines()
    {
        Assert.Equal(Policy.Replace("cooldown: 7 days\n", "", StringComparison.Ordinal), After(new RemoveValue { Path = Root / "cooldown" }));
        Assert.Equal(Policy.Replace("    - segment: loyal # they get a call\n", "", StringComparison.Ordinal), After(new RemoveValue { Path = Root / "when" / "none" / 0 }));
        Assert.Equal(Policy.Replace(", currency: EUR", "", StringComparison.Ordinal), After(new RemoveValue { Path = Root / "do" / 1 / "offer" / "currency" }));
    }

    [Fact]
    public void Insert_Item_LeavesTheCommentsOfTheOthers() => Assert.Equal(
        Policy.Replace("    - mood: {above: 0}\n", "    - mood: {above: 0}\n    - risk: {atLeast: 60}\n", StringComparison.Ordinal),
        After(new InsertItem { Path = Root / "when" / "none" / 2, Value = GroupValue.Of(("risk", GroupValue.Of(("atLeast", SingleValue.Of(60))))) }));

    [Fact]
    public void Move_Item_TakesItsCommentAlong()
    {
        var moved = After(new MoveItem { Path = Root / "do" / 1, To = 0 });
        Assert.Contains("  # then the gift.\n  - offer:", moved, StringComparison.Ordinal);
        Assert.Contains("# First the words,", moved, StringComparison.Ordinal);
    }

    [Fact]
    public void Rename_Field_KeepsItsValue() => Assert.Equal(
        Policy.Replace("mood: {above: 0}", "customer.lifetimeValue: {above: 0}", StringComparison.Ordinal),
        After(new RenameField { Path = Root / "when" / "none" / 1 / "mood", To = "customer.lifetimeValue" }));

    [Fact]
    public void Set_SameValue_ChangesNothing() => Assert.Equal(Policy, After(new SetValue { Path = Root / "id", Value = SingleValue.Of("late") }));

    [Fact]
    public void Set_LongTextInBraces_OpensTheBlock()
    {
        var after = After(new SetValue { Path = Root / "do" / 1 / "offer" / "text", Value = SingleValue.Of("One\nTwo") });
        Assert.Contains("      text: |-\n        One\n        Two\n", after, StringComparison.Ordinal);
        Assert.Contains("# then the gift.", after, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kind: policy\nname: [", 2)]
    [InlineData("kind: policy\n\tname: x", 2)]
    [InlineData("kind: policy\n---\nkind: policy\n", 3)]
    [InlineData("", 1)]
    [InlineData("- a", 1)]
    [InlineData("a: &x 1", 1)]
    public void Parse_WhatCannotBeShown_SaysWhere(string text, int line)
    {
        var tree = DocumentTree.Parse(text, "draft.yaml");
        Assert.False(tree.IsReadable);
        Assert.Equal(("draft.yaml", line), (tree.Errors[0].File, tree.Errors[0].Line));
    }

    [Theory]
    [InlineData(5, 1, "priority")]
    [InlineData(5, 11, "priority")]
    [InlineData(6, 49, "on.expectationMissed.expectation")]
    [InlineData(9, 3, "when.count")]
    [InlineData(9, 12, "when.count.of")]
    [InlineData(12, 7, "when.none[1].mood")]
    [InlineData(19, 4, "do[0].message.text")]
    public void PathAt_Place_IsTheInnermostValue(int line, int column, string path) => Assert.Equal(path, DocumentTree.Parse(Policy).PathAt(line, column).ToString());

    [Fact]
    public void PlaceOf_Path_IsWhereItsNameStands()
    {
        var tree = DocumentTree.Parse(Policy);
        Assert.Equal((16, 7), tree.PlaceOf(Root / "do" / 0 / "message" / "channel"));
        Assert.Null(tree.PlaceOf(Root / "do" / 7));
    }
}
