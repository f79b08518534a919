using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Tests.Schema;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Definitions.Tests.Words;

/// <summary>Every kind of condition, by its example, through all that is done with conditions.</summary>
public sealed class EveryConditionTests
{
    private static readonly JsonSchema Schema = JsonSchema.Load();

    public static TheoryData<string> Kinds => [.. WordExamples.KindsOf(typeof(Condition)).Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Reading_TheExample_GivesTheKindAndNoErrors(string kind)
    {
        var read = WordExamples.Read(Text(kind));

        Assert.Empty(read.Errors);
        Assert.Equal(Example(kind).Type, Condition(kind, read).GetType());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Editing_WrittenAgain_ReadsTheSame(string kind)
    {
        var (tree, when) = (DocumentTree.Parse(Text(kind)), DocumentPath.Root / "when");
        var written = DocumentEditor.Apply(DocumentTree.Parse(WordExamples.Policy("touchpoint: order.placed", "risk: 1")), new SetValue { Path = when, Value = tree.At(when)! });

        Assert.True(written.At(when)!.Says(tree.At(when)));
        Assert.Equal(Lines(WordExamples.Read(Text(kind))), Lines(WordExamples.Read(written.Text)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Wording_OfTheExample_IsOneLine(string kind)
    {
        var read = WordExamples.Read(Text(kind));

        Assert.Equal(Example(kind).Text, Wording.Of(Condition(kind, read), new CompiledDefinitions(read.Set!)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Explanation_OfTheExample_SaysWhatIsSo(string kind)
    {
        var read = WordExamples.Read(Text(kind));
        var (condition, facts) = (Condition(kind, read), Facts(read));
        var lines = Explanations.Conditions(new NoneOf { Items = [condition] }, facts);

        Assert.Equal([$"None of:", Example(kind).Text], lines.Take(2).Select(l => l.Text));
        Assert.Equal((condition.Holds(facts), false), (lines[1].Holds, lines[1].Wanted));
        Assert.Equal(condition is ConditionGroup, lines[1].Actual is null);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Engines_OfTheExample_DecideAlike(string kind)
    {
        var read = WordExamples.Read(Text(kind));
        var policy = Assert.Single(read.Set!.Policies) with { When = Condition(kind, read) };
        var set = read.Set with { Policies = [policy] };
        var facts = Facts(read);

        Assert.Equal(InterpretingEngine.Instance.Holds(policy, facts), CompiledEngine.Instance.Compile(new CompiledDefinitions(set)).Holds(policy, facts));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Cycles_OnlyWhatCannotHold_EndsOne(string kind)
    {
        var condition = Condition(kind, WordExamples.Read(Text(kind)));
        var circle = WordExamples.Read(WordExamples.Policy("touchpoint: case.completed", Example(kind).Yaml));

        Assert.Equal(!Example(kind).EndsCircle, condition.MayHold(CompletedCases.Of("p", "recovery")));
        Assert.Equal(Example(kind).EndsCircle, circle.Errors.IsEmpty);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Uses_OfTouchpoints_AreThoseOfTheDocument(string kind) =>
        Assert.Equal(Example(kind).Touchpoints, Condition(kind, WordExamples.Read(Text(kind))).Touchpoints().Select(m => m.Type));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Schema_TheExample_Fits(string kind) => Assert.Empty(Schema.ValidateDocument(Text(kind)));

    [Fact]
    public void Words_EachOfThem_HasAnExampleOfItsKind()
    {
        // The aggregates of a window are one kind.
        var kinds = ConditionWords.All.Select(w => w is WindowCondition ? "sum" : w.Name).Distinct();

        Assert.Subset(WordExamples.Conditions.Select(e => e.Yaml.Split(':')[0]).ToHashSet(), kinds.ToHashSet());
    }

    [Fact]
    public void Editor_EveryWordWithFields_IsOfferedWithAllOfThem() => Assert.All(ConditionWords.All.Where(w => !w.Shapes.IsEmpty), word =>
    {
        var form = Assert.Single(WordForms.Conditions, f => f.Name == word.Name);
        var shown = form.Fields.SelectMany(f => f.Input is FormInput.Comparisons or FormInput.NumberComparisons ? Reading.Shape.Comparison.Fields : [f.Name]);

        Assert.NotEmpty(form.Label);
        Assert.Equal(word.Shapes.Single().Fields.Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    });

    [Fact]
    public void Documentation_EveryWord_IsExplained() =>
        Assert.All(ConditionWords.All, word => Assert.Contains($"`{word.Name}`", DocumentationTests.Text, StringComparison.Ordinal));

    private static WordExample Example(string kind) => WordExamples.Conditions.SingleOrDefault(e => e.Type.Name == kind)
        ?? throw new Xunit.Sdk.XunitException($"{kind} has no example; add one to {nameof(WordExamples)}.{nameof(WordExamples.Conditions)}.");

    private static string Text(string kind) => WordExamples.Policy("touchpoint: order.placed", Example(kind).Yaml);

    private static Condition Condition(string kind, ReadResult read) =>
        read.Set!.Policies.Select(p => p.When).Concat(read.Set.Segments.Select(s => s.When)).FirstOrDefault(c => c.GetType().Name == kind)
        ?? throw new Xunit.Sdk.XunitException($"The example of {kind} is read as something else.");

    private static Facts Facts(ReadResult read) =>
        new(CustomerState.For(Make.Customer), new CompiledDefinitions(read.Set!), Make.Start) { Touchpoint = Make.Touchpoint("order.placed", Make.Start) };

    private static List<string> Lines(ReadResult read) => [.. Explanations.Conditions(Assert.Single(read.Set!.Policies).When, Facts(read)).Select(l => $"{l.Level} {l.Text}")];
}
