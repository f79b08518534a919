using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Policies;
using CxOrchestrator.Definitions.Tests.Schema;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Tests.Words;

/// <summary>Every kind of action, by its example, through all that is done with actions.</summary>
public sealed class EveryActionTests
{
    private static readonly JsonSchema Schema = JsonSchema.Load();
    private static readonly string[] Branches = ["then", "otherwise", "unsent"];

    public static TheoryData<string> Kinds => [.. WordExamples.KindsOf(typeof(ActionTemplate)).Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Reading_TheExample_GivesTheKindAndNoErrors(string kind)
    {
        var read = WordExamples.Read(Text(kind));

        Assert.Empty(read.Errors);
        Assert.Equal((Example(kind).Type, Word(kind)), (Action(read).GetType(), Action(read).Word));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Editing_WrittenAgain_ReadsTheSame(string kind)
    {
        var (tree, done) = (DocumentTree.Parse(Text(kind)), DocumentPath.Root / "do");
        var written = DocumentEditor.Apply(DocumentTree.Parse(WordExamples.Policy("lowPointOpened")), new SetValue { Path = done, Value = tree.At(done)! });
        var (before, after) = (Action(WordExamples.Read(Text(kind))), Action(WordExamples.Read(written.Text)));

        Assert.True(written.At(done)!.Says(tree.At(done)));
        Assert.Equal((before.GetType(), before.Word, before.Shown, before.Returning), (after.GetType(), after.Word, after.Shown, after.Returning));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Wording_OfTheExample_IsItsText(string kind) => Assert.Equal(Example(kind).Text, Action(WordExamples.Read(Text(kind))).Shown?.Text ?? "");

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Cycles_OfWhatComesBack_AreReported(string kind)
    {
        var returned = Action(WordExamples.Read(Text(kind))).Returning?.Made("p")[0];
        var circle = WordExamples.Read(WordExamples.Policy($"touchpoint: {Example(kind).Returns ?? "*"}", @do: Example(kind).Yaml));

        Assert.Equal(Example(kind).Returns, returned?.Type);
        Assert.Equal(Example(kind).Returns is not null, circle.Errors.Any(e => e.Message.Contains("triggers itself again", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Sends_OfTheExample_AreThoseThatAFormSaysSendAndThatMayFail(string kind)
    {
        var action = Action(WordExamples.Read(Text(kind)));

        Assert.Equal(action.IsSend, Form(kind).Sends);
        Assert.Equal(action.IsSend, TestSends.IsSent(action));
        Assert.Equal(action.IsSend, Example(kind).Returns == FailedDeliveries.Type);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Uses_OfTouchpoints_AreThoseOfTheDocument(string kind) =>
        Assert.Equal(Example(kind).Touchpoints, Action(WordExamples.Read(Text(kind))).Touchpoints().Select(m => m.Type));

    [Fact]
    public void Uses_InEveryBranchOfAWait_AreNamed()
    {
        const string inner = "wait: {for: 1 day, until: UNTIL, otherwise: [{suppress: {for: 1 day}}]}";
        var branches = string.Join(", ", Branches.Select(b => $"{b}: [{{{inner.Replace("UNTIL", $"{b}.came", StringComparison.Ordinal)}}}]"));
        var read = WordExamples.Read(WordExamples.Policy("lowPointOpened", @do: $"- message: {{channel: email, text: Hello}}\n  - wait: {{for: 3 days, until: contact.*, {branches}}}"));

        Assert.Empty(read.Errors);
        Assert.Equal(["contact.*", "then.came", "otherwise.came", "unsent.came"], Assert.Single(read.Set!.Policies).Actions[1].Touchpoints().Select(m => m.Type));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Schema_TheExample_Fits(string kind) => Assert.Empty(Schema.ValidateDocument(Text(kind)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Editor_TheWord_IsOffered(string kind)
    {
        Assert.NotEmpty(Form(kind).Label);
        Assert.NotEmpty(Form(kind).Says);
        Assert.NotEmpty(Form(kind).Noun);
        Assert.Subset(WordForms.ActionFields.ToHashSet(), Form(kind).Fields.Select(f => f.Name).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Documentation_TheWord_IsExplained(string kind) => Assert.Contains($"`{Word(kind)}`", DocumentationTests.Text, StringComparison.Ordinal);

    [Fact]
    public void Words_EachOfThem_IsReadAsAKindThatSaysTheWord() => Assert.All(ActionWords.All, word =>
    {
        // Adding to a list and removing from it are one kind.
        var yaml = word is SegmentListWord ? $"{word.Name}: care" : Assert.Single(WordExamples.Actions, e => e.Yaml.StartsWith($"{word.Name}:", StringComparison.Ordinal)).Yaml;

        Assert.Equal(word.Name, Action(WordExamples.Read(WordExamples.Policy("lowPointOpened", @do: yaml))).Word);
    });

    private static WordExample Example(string kind) => WordExamples.Actions.SingleOrDefault(e => e.Type.Name == kind)
        ?? throw new Xunit.Sdk.XunitException($"{kind} has no example; add one to {nameof(WordExamples)}.{nameof(WordExamples.Actions)}.");

    private static string Word(string kind) => Example(kind).Yaml.Split(':')[0];

    private static WordForm Form(string kind) => Assert.Single(WordForms.Actions, f => f.Name == Word(kind));

    private static string Text(string kind) => WordExamples.Policy("lowPointOpened", @do: Example(kind).Yaml);

    private static ActionTemplate Action(ReadResult read) => Assert.Single(Assert.Single(read.Set!.Policies).Actions);
}
