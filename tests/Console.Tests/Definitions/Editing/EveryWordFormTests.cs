using Bunit;
using CxOrchestrator.Console.Definitions.Editing;
using CxOrchestrator.Definitions;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Tests.Words;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using static CxOrchestrator.Console.Tests.Definitions.Editing.Sessions;

namespace CxOrchestrator.Console.Tests.Definitions.Editing;

/// <summary>The forms of every trigger, condition and action, by its example: each field of the document has a place in the form.</summary>
public sealed class EveryWordFormTests : BunitContext
{
    private static readonly Vocabulary Known = Vocabulary.Of([new DocumentSource("named.yaml", WordExamples.Named.Split("\n---\n")[0]), .. WordExamples.Named.Split("\n---\n").Skip(1).Select(t => new DocumentSource("named.yaml", t))], null);

    public EveryWordFormTests() => Services.AddSingleton(TimeProvider.System);

    public static TheoryData<string> Triggers => [.. WordExamples.KindsOf(typeof(Trigger)).Select(t => t.Name)];

    public static TheoryData<string> Conditions => [.. WordExamples.KindsOf(typeof(Condition)).Select(t => t.Name)];

    public static TheoryData<string> Actions => [.. WordExamples.KindsOf(typeof(ActionTemplate)).Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Triggers))]
    public void Trigger_EveryField_HasAnInput(string kind)
    {
        var session = Open(WordExamples.Policy(Example(WordExamples.Triggers, kind).Yaml));
        var form = Shown<TriggerCard>(session, Root / "on");

        AssertComplete(form, session, Root / "on");
        Assert.Equal(TriggerKinds.Of(session.Tree, Root / "on")!.Label, form.Find("option[selected]").TextContent);
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public void Action_EveryField_HasAnInput(string kind)
    {
        var session = Open(WordExamples.Policy("lowPointOpened", @do: Example(WordExamples.Actions, kind).Yaml));
        var form = Shown<ActionCard>(session, Root / "do");

        AssertComplete(form, session, Root / "do");
        Assert.Contains(ActionKinds.Of(session.Tree, Root / "do")!.Label, form.Find("strong").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("email", true)]
    [InlineData("sms", false)]
    public void Message_RepliesGoTo_OffersQueuesWithAnAddressForEmailOnly(string channel, bool offered)
    {
        var session = Open(WordExamples.Policy("lowPointOpened", @do: $"message: {{channel: {channel}, text: Hello}}"));
        var form = Shown<ActionCard>(session, Root / "do");

        var choices = form.FindComponents<ChoiceInput>().Where(c => c.Instance.Label == "Replies go to").ToList();
        Assert.Equal(offered ? [("recovery", "recovery · recovery@example.com")] : [], choices.SelectMany(c => c.Instance.Choices).Select(c => (c.Value, c.Label)));
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Condition_EveryField_HasAnInput(string kind)
    {
        var session = Open(WordExamples.Policy("touchpoint: order.placed", Example(WordExamples.Conditions, kind).Yaml));
        var form = Shown<ConditionBuilder>(session, Root / "when", p => p.Add(c => c.Root, Root / "when").Add(c => c.Label, "Conditions"));

        AssertComplete(form, session, Root / "when");
    }

    [Theory]
    [MemberData(nameof(Triggers))]
    public void Trigger_Begun_IsReadAsItsKind(string kind)
    {
        var word = Example(WordExamples.Triggers, kind).Yaml.Split(':')[0];
        var begun = TriggerKinds.Begin(TriggerKinds.Named(word)!, Known);
        var read = WordExamples.Read(After(WordExamples.Policy("touchpoint: other", @do: "suppress: {for: 1 day}"), new SetValue { Path = Root / "on", Value = begun }));

        Assert.Empty(read.Errors);
        Assert.Equal(kind, Assert.Single(Assert.Single(read.Set!.Policies).Triggers).GetType().Name);
    }

    [Fact]
    public void Condition_Begun_IsReadWithoutErrors() => Assert.All(WordForms.Conditions, form =>
    {
        var begun = ConditionEdits.Begin(FieldCatalog.Find(FieldCatalog.All(Known, ofCustomerOnly: false), form.Name));
        var text = After(WordExamples.Policy("touchpoint: other", "risk: 1"), new SetValue { Path = Root / "when", Value = GroupValue.Of((form.Name, begun)) });

        Assert.Empty(WordExamples.Read(text).Errors);
    });

    private static WordExample Example(IReadOnlyList<WordExample> examples, string kind) => examples.SingleOrDefault(e => e.Type.Name == kind)
        ?? throw new Xunit.Sdk.XunitException($"{kind} has no example; add one to {nameof(WordExamples)}.");

    private IRenderedComponent<T> Shown<T>(EditorSession session, DocumentPath path, Action<ComponentParameterCollectionBuilder<T>>? more = null)
        where T : EditorPart => Render<T>(p =>
    {
        p.AddCascadingValue(new EditorContext(session, Known, _ => { })).Add(c => c.Path, path);
        more?.Invoke(p);
    });

    // Every single value of the document is edited by a part of the form at its place, or by one that edits the comparisons around it.
    private static void AssertComplete(IRenderedComponent<IComponent> form, EditorSession session, DocumentPath path)
    {
        var edited = form.FindComponents<ValueInput>().Select(c => c.Instance.Path)
            .Concat(form.FindComponents<ChoiceInput>().Select(c => c.Instance.Path))
            .Concat(form.FindComponents<DurationInput>().Select(c => c.Instance.Path))
            .Concat(form.FindComponents<FlagInput>().Select(c => c.Instance.Path))
            .Concat(form.FindComponents<NamedTexts>().Select(c => c.Instance.Path))
            .ToHashSet();
        var compared = form.FindComponents<Comparisons>().Select(c => c.Instance.Path).ToList();
        var picked = form.FindComponents<FieldPicker>().Select(c => c.Instance.Value).ToList();

        Assert.Empty(form.FindComponents<Unknown>());
        Assert.DoesNotContain("Also set in the text", form.Markup, StringComparison.Ordinal);
        Assert.All(Singles(session.Tree.At(path)!, path), single => Assert.True(
            edited.Any(single.IsWithin) || compared.Any(c => single == c || single.Parent == c || single.Parent?.Parent == c) || (single.Name == "field" && picked.Contains(session.TextAt(single))),
            $"Nothing in the form edits {single}."));
    }

    private static IEnumerable<DocumentPath> Singles(DocumentValue value, DocumentPath path) => value switch
    {
        GroupValue group => group.Fields.SelectMany(f => Singles(f.Value, path / f.Key)),
        ListValue list => list.Items.SelectMany((item, i) => Singles(item, path / i)),
        _ => [path],
    };
}
