using CxOrchestrator.Console.Definitions.Editing;
using CxOrchestrator.Definitions;
using CxOrchestrator.Definitions.Editing;
using static CxOrchestrator.Console.Tests.Definitions.Editing.Sessions;

namespace CxOrchestrator.Console.Tests.Definitions.Editing;

public sealed class ConditionEditsTests
{
    private static readonly DocumentPath When = Root / "when";

    private static readonly DocumentValue Above = GroupValue.Of(("above", SingleValue.Of(5)));

    private static DocumentTree Tree(string text) => DocumentTree.Parse(text);

    [Fact]
    public void Add_FirstCondition_MakesTheGroup() =>
        Assert.Equal("kind: policy\nwhen: {risk: {above: 5}}\n", After("kind: policy\n", ConditionEdits.Add(Tree("kind: policy\n"), When, "risk", Above)));

    [Fact]
    public void Add_FieldThatStandsAlready_GoesUnderAll()
    {
        var once = After(Policy, ConditionEdits.Add(Tree(Policy), When, "mood", Above));
        var twice = After(once, ConditionEdits.Add(Tree(once), When, "mood", Above));

        var tree = Tree(twice);
        Assert.Equal("0", ((SingleValue)tree.At(When / "mood" / "below")!).Text);
        Assert.Equal(2, ((ListValue)tree.At(When / "all")!).Items.Length);
    }

    [Fact]
    public void Remove_LastOfAGroup_TakesTheGroupAlong()
    {
        var without = After(Policy, ConditionEdits.Remove(Tree(Policy), When, When / "none" / 0 / "segment"));
        Assert.Null(Tree(without).At(When / "none"));
        var none = After(without, ConditionEdits.Remove(Tree(without), When, When / "mood"));
        Assert.Null(Tree(none).At(When));
    }

    [Fact]
    public void Rename_ToAFieldOfTheSameGroup_LosesNeither()
    {
        const string Text = "kind: policy\nwhen: {mood: {below: 0}, risk: {above: 60}}\n";
        var tree = Tree(After(Text, ConditionEdits.Rename(Tree(Text), When, When / "risk", "mood", Above)));
        Assert.NotNull(tree.At(When / "mood" / "below"));
        Assert.Equal("5", ((SingleValue)tree.At(When / "all" / 0 / "mood" / "above")!).Text);
        Assert.Null(tree.At(When / "risk"));
    }

    [Fact]
    public void Regroup_WhereTheOtherGroupIsThere_JoinsThem()
    {
        const string Text = "kind: policy\nwhen:\n  any:\n    - mood: {below: 0}\n  none:\n    - segment: loyal\n";
        var tree = Tree(After(Text, ConditionEdits.Regroup(Tree(Text), When / "any", "none")));
        Assert.Equal(2, ((ListValue)tree.At(When / "none")!).Items.Length);
        Assert.Null(tree.At(When / "any"));
    }

    [Fact]
    public void Rows_OfEveryForm_AreTold()
    {
        var tree = Tree("when:\n  mood: {below: 0}\n  count: {of: x.y, atLeast: 1, within: 1 day}\n  any:\n    - risk: 1\n    - {mood: 1, risk: 2}\n");
        Assert.Equal([RowKind.Field, RowKind.Window, RowKind.Group], ConditionRow.Of(tree, When).Select(r => r.Kind));
        Assert.Equal([RowKind.Field, RowKind.Item], ConditionRow.Of(tree, When / "any").Select(r => r.Kind));
    }

    [Fact]
    public void Begin_EveryField_IsAConditionThatCanBePublished()
    {
        var words = Vocabulary.Of(SamplePacks.Read("retail").SelectMany(f => DefinitionReader.Read([f]).Documents).Select(d => d.Source), null);
        foreach (var field in FieldCatalog.All(words, ofCustomerOnly: false).SelectMany(g => g.Fields))
        {
            var text = After(Policy, new SetValue { Path = When, Value = GroupValue.Of((field.Path, ConditionEdits.Begin(field))) });
            var check = DocumentCheck.Run(SamplePacks.Read("retail"), "policy", "late", DocumentTree.Parse(text));
            Assert.True(check.Problems.IsEmpty, $"{field.Path}: {string.Join(" ", check.Problems.Select(p => p.Message))}");
        }
    }

    [Theory]
    [InlineData("5", "5")]
    [InlineData("{atLeast: 1, below: 9}", "{atLeast: 1, below: 9}")]
    [InlineData("{in: [a, b]}", "{in: [a, b]}")]
    public void Comparisons_ReadAndWritten_StayTheSame(string written, string expected)
    {
        var value = DocumentTree.Parse($"x: {written}").At(Root / "x");
        Assert.True(DocumentTree.Parse($"x: {expected}").At(Root / "x")!.Says(ComparisonRow.Write(ComparisonRow.Of(value))));
    }

    [Fact]
    public void With_AnotherOperator_KeepsTheValueAsFarAsItCan()
    {
        var is5 = new ComparisonRow("is", SingleValue.Of(5));
        Assert.Equal("5", is5.With("in", FieldKind.Number).Text);
        Assert.Equal("5", is5.With("in", FieldKind.Number).With("above", FieldKind.Number).Text);
        Assert.Equal("true", is5.With("exists", FieldKind.Number).Text);
        Assert.Equal("0", is5.With("exists", FieldKind.Number).With("is", FieldKind.Number).Text);
    }
}
