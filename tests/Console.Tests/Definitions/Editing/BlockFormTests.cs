using Bunit;
using CxOrchestrator.Console.Definitions.Editing;
using CxOrchestrator.Console.Images;
using CxOrchestrator.Console.Tests.Images;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Templates;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static CxOrchestrator.Console.Tests.Definitions.Editing.Sessions;

namespace CxOrchestrator.Console.Tests.Definitions.Editing;

/// <summary>Blocks of a template: each change of the form is a change of the text, and one step to undo.</summary>
public sealed class BlockFormTests : BunitContext
{
    private const string Head = "kind: template\nid: t\nname: T\nformat: html\nfallback: en\nlanguages:\n  en:\n    subject: Late\n    blocks:\n";
    private const string Three = Head + "      - heading: {text: One}\n      - text: Two\n      - unsubscribe: {}\n";

    private static readonly DocumentPath Blocks = Root / "languages" / "en" / "blocks";

    public BlockFormTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        JSInterop.Setup<int>("cx.caret", _ => true).SetResult(-1);
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider());
        Services.AddSingleton<Browser>();
        Services.AddSingleton(new FakeGateway().Client());
        Services.AddSingleton<ImageLibrary>();
    }

    private static EditorSession Template(string text)
    {
        var session = new EditorSession("template", "t", text, new FakeTimeProvider());
        session.Checked = DocumentCheck.Run([], "template", "t", session.Tree);
        return session;
    }

    private IRenderedComponent<TemplateForm> Shown(EditorSession session)
    {
        var form = Render<TemplateForm>(p => p.AddCascadingValue(new EditorContext(session, Vocabulary.Of([], null), _ => { })).Add(c => c.Path, Root));
        session.Changed += () => form.Render();
        return form;
    }

    private static string[] Names(EditorSession session) =>
        [.. ((ListValue)session.At(Blocks)!).Items.Select(i => ((GroupValue)i).Fields[0].Key)];

    private static void AssertNoErrors(EditorSession session) => Assert.Empty(DocumentCheck.Run([], "template", "t", session.Tree).Problems);

    [Theory]
    [InlineData("heading")]
    [InlineData("text")]
    [InlineData("image")]
    [InlineData("button")]
    [InlineData("products")]
    [InlineData("divider")]
    [InlineData("columns")]
    public void Add_EveryKind_GoesBeforeTheUnsubscribeLinks(string kind)
    {
        var session = Template(Three);

        Shown(session).Find("select[aria-label='Add a block: Blocks in en']").Change(kind);

        Assert.Equal(["heading", "text", kind, "unsubscribe"], Names(session));
        AssertNoErrors(session);
        session.Undo();
        Assert.Equal(Three, session.Text);
    }

    [Fact]
    public void Move_DownAndUp_ChangesPlaces()
    {
        var session = Template(Three);
        var form = Shown(session);

        form.Find("[aria-label='Move heading down']").Click();
        Assert.Equal(["text", "heading", "unsubscribe"], Names(session));

        form.FindAll(".block")[1].KeyDown(new KeyboardEventArgs { Key = "ArrowUp", AltKey = true });
        Assert.Equal(Three, session.Text);
    }

    [Fact]
    public void Move_FirstUpAndLastDown_IsNotOffered()
    {
        var form = Shown(Template(Three));

        Assert.True(form.Find("[aria-label='Move heading up']").HasAttribute("disabled"));
        Assert.True(form.Find("[aria-label='Move unsubscribe links down']").HasAttribute("disabled"));
        form.FindAll(".block")[0].KeyDown(new KeyboardEventArgs { Key = "ArrowUp", AltKey = true });
    }

    [Fact]
    public void Duplicate_Block_IsBelowItself()
    {
        var session = Template(Three);

        Shown(session).Find("[aria-label='Duplicate text']").Click();

        Assert.Equal(["heading", "text", "text", "unsubscribe"], Names(session));
        Assert.Equal("Two", session.TextAt(Blocks / 2 / "text"));
    }

    [Fact]
    public void Remove_EveryBlock_LeavesAListToAddTo()
    {
        var session = Template(Head + "      - heading: {text: One}\n      - text: Two\n");
        var form = Shown(session);

        form.Find("[aria-label='Remove text']").Click();
        Assert.Equal(["heading"], Names(session));
        form.Find("[aria-label='Remove heading']").Click();
        Assert.Empty(Names(session));

        form.Find("select[aria-label='Add a block: Blocks in en']").Change("button");
        Assert.Equal(["button"], Names(session));
        AssertNoErrors(session);
    }

    [Fact]
    public void Edit_Fields_AreWrittenIntoTheText()
    {
        var session = Template(Head + "      - button: {label: Go, link: 'https://shop.pt'}\n      - text: Two\n");
        var form = Shown(session);

        form.Find($"[id='f-{Blocks / 0 / "button" / "label"}']").Change("Read on");
        form.Find("[aria-label='Color: pick']").Change("#aa0000");
        form.Find($"[id='f-{Blocks / 1 / "text"}']").Change("One\n\n- two");

        Assert.Equal("Read on", session.TextAt(Blocks / 0 / "button" / "label"));
        Assert.Equal("#aa0000", session.TextAt(Blocks / 0 / "button" / "color"));
        Assert.Equal("One\n\n- two", session.TextAt(Blocks / 1 / "text"));
        AssertNoErrors(session);
    }

    [Fact]
    public void Edit_ImageThatIsDecoration_SaysSoInTheText()
    {
        var session = Template(Head + "      - image: {source: 'https://shop.pt/a.png'}\n");

        Shown(session).Find(".block input[type=checkbox]").Change(true);

        Assert.Equal(new SingleValue("", Plain: false), session.At(Blocks / 0 / "image" / "alt"));
        Assert.Empty(DocumentCheck.Run([], "template", "t", session.Tree).Warnings);
    }

    [Fact]
    public void Edit_BlockInAColumn_StaysInItsColumn()
    {
        var session = Template(Head + "      - columns: [[{text: Left}], [{text: Right}]]\n");
        var form = Shown(session);

        form.Find("select[aria-label='Add a block: Column 2']").Change("image");
        form.FindAll(".block")[^1].KeyDown(new KeyboardEventArgs { Key = "ArrowUp", AltKey = true });

        Assert.NotNull(session.At(Blocks / 0 / "columns" / 1 / 0 / "image"));
        Assert.Equal("Right", session.TextAt(Blocks / 0 / "columns" / 1 / 1 / "text"));
        AssertNoErrors(session);
    }

    [Fact]
    public void Insert_FieldThatMayBeMissing_AsksForItsFallback()
    {
        var session = Template(Head + "      - text: Hello\n");
        var form = Shown(session);

        form.Find(".block [aria-label='Insert a field']").Change("customer.name");
        form.Find(".field-insert .input").Input("friend");
        form.FindAll(".field-insert button").First(b => b.TextContent == "Insert").Click();

        Assert.Equal("Hello {{ customer.name | default: \"friend\" }}", session.TextAt(Blocks / 0 / "text"));
        AssertNoErrors(session);
    }

    [Fact]
    public void Insert_Field_GoesWhereTheCursorIs()
    {
        JSInterop.Setup<int>("cx.caret", _ => true).SetResult(3);
        var session = Template(Head + "      - text: Hi , welcome\n");

        Shown(session).Find(".block [aria-label='Insert a field']").Change("unsubscribe");

        Assert.Equal("Hi {{ unsubscribe }}, welcome", session.TextAt(Blocks / 0 / "text"));
    }

    [Fact]
    public void Convert_BlocksToHtml_WarnsFirstAndIsOneStep()
    {
        var session = Template(Three);
        var form = Shown(session);

        form.Find("#template-writing").Change(TemplateWriting.Html);
        Assert.Contains("cannot be converted back", form.Find("[data-testid=converting]").TextContent, StringComparison.Ordinal);
        Assert.Equal(Three, session.Text);

        form.FindAll("[data-testid=converting] button").First(b => b.TextContent == "Convert").Click();
        Assert.Null(session.At(Blocks));
        Assert.StartsWith("<!doctype html>", session.TextAt(Root / "languages" / "en" / "text"), StringComparison.Ordinal);
        AssertNoErrors(session);

        session.Undo();
        Assert.Equal(Three, session.Text);
    }

    [Fact]
    public void Convert_BlocksToText_KeepsWordsAndLinks()
    {
        var session = Template(Three);
        session.Edit(TemplateWriting.Convert(session.Tree, TemplateWriting.Plain)!);

        Assert.Equal("text", session.TextAt(Root / "format"));
        Assert.Equal("One\n\nTwo\n\nUnsubscribe: {{ unsubscribe }}\nManage preferences: {{ preferences }}\n", session.TextAt(Root / "languages" / "en" / "text"));
        AssertNoErrors(session);
    }

    [Fact]
    public void Convert_TextToBlocks_KeepsTheText()
    {
        var session = Template("kind: template\nid: t\nname: T\nfallback: en\nlanguages:\n  en: {text: Hello}\n  de: {text: Hallo}\n");

        Shown(session).Find("#template-writing").Change(TemplateWriting.Blocks);

        Assert.Equal(("html", "Hallo"), (session.TextAt(Root / "format"), session.TextAt(Root / "languages" / "de" / "blocks" / 0 / "text")));
        AssertNoErrors(session);
    }

    [Fact]
    public void Convert_BlocksWithErrors_IsNotOffered()
    {
        var session = Template(Head + "      - buton: {}\n");
        var form = Shown(session);

        form.Find("#template-writing").Change(TemplateWriting.Html);

        Assert.Contains("Fix the errors", form.Find("[data-testid=converting]").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(form.FindAll("[data-testid=converting] button"), b => b.TextContent == "Convert");
    }

    [Fact]
    public void Languages_Tabs_MarkWhatIsToBeChecked()
    {
        var session = Template(Three + "  de:\n    subject: Spät\n    blocks:\n      - text: Zwei\n");
        var form = Shown(session);

        Assert.Equal("⚠ 1", form.Find("#tab-de span").TextContent);
        Assert.Equal("de, 1 to check", form.Find("#tab-de").GetAttribute("aria-label"));
        Assert.Contains("fewer blocks than the fallback", form.Find("[data-testid=template-checks]").TextContent, StringComparison.Ordinal);

        form.Find("#tab-de").Click();
        Assert.Equal("true", form.Find("#tab-de").GetAttribute("aria-selected"));
        Assert.NotNull(form.Find("select[aria-label='Add a block: Blocks in de']"));
    }

    [Fact]
    public void Check_NothingToLookAt_SaysSo() =>
        Assert.Contains("Nothing to look at", Shown(Template(Three)).Find("[data-testid=template-checks]").TextContent, StringComparison.Ordinal);

    [Fact]
    public void Kinds_AreThoseOfTheReader() => Assert.All(BlockKinds.All, kind =>
    {
        var session = Template(Head + "      - text: x\n");
        session.Edit(BlockKinds.Add(session.Tree, Blocks, BlockKinds.Begin(kind)));
        AssertNoErrors(session);
    });

    [Fact]
    public void HtmlOf_ReadBack_IsTheSameMessage() =>
        Assert.Contains(">One</h1>", TemplateBlocks.HtmlOf(Three, "en"), StringComparison.Ordinal);
}
