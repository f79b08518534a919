using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Policies;
using CxOrchestrator.Definitions.Tests.Schema;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Definitions.Tests.Words;

/// <summary>Every kind of trigger, by its example, through all that is done with triggers.</summary>
public sealed class EveryTriggerTests
{
    private static readonly JsonSchema Schema = JsonSchema.Load();

    public static TheoryData<string> Kinds => [.. WordExamples.KindsOf(typeof(Trigger)).Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Reading_TheExample_GivesTheKindAndNoErrors(string kind)
    {
        var read = WordExamples.Read(Text(kind));

        Assert.Empty(read.Errors);
        Assert.Equal(Example(kind).Type, Assert.Single(Policy(read).Triggers).GetType());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Editing_WrittenAgain_ReadsTheSame(string kind)
    {
        var (tree, on) = (DocumentTree.Parse(Text(kind)), DocumentPath.Root / "on");
        var written = DocumentEditor.Apply(DocumentTree.Parse(WordExamples.Policy("touchpoint: other")), new SetValue { Path = on, Value = tree.At(on)! });

        Assert.True(written.At(on)!.Says(tree.At(on)));
        Assert.Equal(Words(WordExamples.Read(Text(kind))), Words(WordExamples.Read(written.Text)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Wording_OfTheExample_IsASentence(string kind) => Assert.Equal(Example(kind).Text, Words(WordExamples.Read(Text(kind))));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Cycles_WhatACompletedCaseFires_IsReported(string kind)
    {
        if (Example(kind).InCircle is { } circle)
        {
            var error = Assert.Single(WordExamples.Read(WordExamples.Policy(circle)).Errors);
            Assert.Contains("triggers itself again", error.Message, StringComparison.Ordinal);
        }
        else
        {
            var trigger = Trigger(kind);
            Assert.Null(trigger.Through);
            Assert.Empty(trigger.FiredBy);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Search_OfTheHistory_FindsWhatShows(string kind)
    {
        var (example, trigger, policy) = (Example(kind), Trigger(kind), Policy(WordExamples.Read(Text(kind))));
        var due = trigger is OnSchedule { Segment: var segment } schedule
            ? DueSchedules.Due(policy.Id, segment, schedule.NextAfter(Make.Start)!.Value, Make.Customer)
            : Make.Touchpoint("order.placed", Make.Start) with { Value = new Money { Amount = 60, Currency = "EUR" } };

        Assert.Equal(example.Traced, trigger.IsTraced);
        Assert.Equal(example.Shows, trigger.ShowsIn(new FullTrace(due), policy));
        Assert.False(trigger.ShowsIn(new EmptyTrace(), policy));
        Assert.True(example.Shows || !example.Traced, "What is always traced has to show in a history that shows everything.");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Uses_OfTouchpoints_AreThoseOfTheDocument(string kind)
    {
        var trigger = Trigger(kind);

        Assert.Equal(Example(kind).Touchpoints, trigger.Touchpoints().Select(m => m.Type));
        Assert.Subset(trigger.Touchpoints().Select(m => m.Type).ToHashSet(), trigger.FiredBy.Select(m => m.Type).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Schema_TheExample_Fits(string kind) => Assert.Empty(Schema.ValidateDocument(Text(kind)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Editor_TheWord_IsOffered(string kind)
    {
        var form = Assert.Single(WordForms.Triggers, f => f.Name == Word(kind));

        Assert.NotEmpty(form.Label);
        Assert.NotEmpty(form.Says);
        Assert.Subset(WordForms.TriggerFields.ToHashSet(), form.Fields.Select(f => f.Name).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Documentation_TheWord_IsExplained(string kind) => Assert.Contains($"`{Word(kind)}`", DocumentationTests.Text, StringComparison.Ordinal);

    [Fact]
    public void Words_EachOfThem_HasAnExample() =>
        Assert.Equal(TriggerWords.All.Select(w => w.Name).Order(StringComparer.Ordinal), WordExamples.Triggers.Select(e => e.Yaml.Split(':')[0]).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Alone_WithoutFields_IsReadOrExplained(string kind)
    {
        var word = Assert.Single(TriggerWords.All, w => w.Name == Word(kind));
        var read = WordExamples.Read($"kind: policy\nid: p\nname: P\non: {word.Name}\ndo: {{callback: {{queue: q, reason: r}}}}\n");

        if (word.Form.StandsAlone)
        {
            Assert.Empty(read.Errors);
            Assert.Equal(Example(kind).Type, Assert.Single(Policy(read).Triggers).GetType());
        }
        else
        {
            Assert.Contains(word.Usage ?? "unknown trigger", Assert.Single(read.Errors).Message, StringComparison.Ordinal);
        }
    }

    private static WordExample Example(string kind) => WordExamples.Triggers.SingleOrDefault(e => e.Type.Name == kind)
        ?? throw new Xunit.Sdk.XunitException($"{kind} has no example; add one to {nameof(WordExamples)}.{nameof(WordExamples.Triggers)}.");

    private static string Word(string kind) => Example(kind).Yaml.Split(':')[0];

    private static string Text(string kind) => WordExamples.Policy(Example(kind).Yaml);

    private static Trigger Trigger(string kind) => Policy(WordExamples.Read(Text(kind))).Triggers[0];

    private static PolicyDefinition Policy(ReadResult read) => Assert.Single(read.Set!.Policies);

    private static string Words(ReadResult read) => Wording.Of(Policy(read).Triggers[0], new CompiledDefinitions(read.Set!));
}
