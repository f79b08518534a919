using Bunit;
using CxOrchestrator.Console.Definitions.Editing;
using CxOrchestrator.Console.Images;
using CxOrchestrator.Definitions.Editing;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Console.Tests.Images;

/// <summary>Images and products of a template, from the file to the text of the document.</summary>
public sealed class ImageFormTests : BunitContext
{
    private const string Head = "kind: template\nid: t\nname: T\nformat: html\nfallback: en\nlanguages:\n  en:\n    subject: Late\n    blocks:\n";
    private const string Image = Head + "      - image: {source: 'https://shop.example/image.png'}\n";
    private const string Products = Head + "      - products: {items: [{name: Shoe}]}\n";

    private static readonly DocumentPath Block = DocumentPath.Root / "languages" / "en" / "blocks" / 0;

    private readonly FakeGateway _gateway = new();

    public ImageFormTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        JSInterop.Setup<int>("cx.caret", _ => true).SetResult(-1);
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider());
        Services.AddSingleton<Browser>();
        Services.AddSingleton(_gateway.Client());
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
        var form = Render<TemplateForm>(p => p.AddCascadingValue(new EditorContext(session, Vocabulary.Of([], null), _ => { })).Add(c => c.Path, DocumentPath.Root));
        session.Changed += () => form.Render();
        return form;
    }

    private static void AssertNoErrors(EditorSession session) => Assert.Empty(DocumentCheck.Run([], "template", "t", session.Tree).Problems);

    [Fact]
    public void Upload_File_BecomesTheSourceWithItsWidth()
    {
        var session = Template(Image);
        var form = Shown(session);

        form.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(new byte[200_000], "truck.png"));

        form.WaitForAssertion(() => Assert.Equal(FakeGateway.Image(1).Reference, session.TextAt(Block / "image" / "source")));
        Assert.Equal("560", session.TextAt(Block / "image" / "width"));
        Assert.Equal("image-1.png", form.Find("[data-testid=image-now] .tile-name").TextContent);
        Assert.Contains("POST /v1/images?name=truck.png", _gateway.Asked);
        AssertNoErrors(session);
    }

    [Fact]
    public void Upload_TooLargeFile_IsNotSent()
    {
        var form = Shown(Template(Image));

        form.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(new byte[(1 << 20) + 1], "truck.png"));

        form.WaitForAssertion(() => Assert.Contains("truck.png has 1.1 MB; an image has at most 1 MB.", form.Find("[data-testid=upload-refused]").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain(_gateway.Asked, a => a.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public void Upload_RefusedFile_SaysWhyAndChangesNothing()
    {
        _gateway.Refusal = "The PNG file is damaged or incomplete.";
        var session = Template(Image);
        var form = Shown(session);

        form.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("x", "truck.png"));

        form.WaitForAssertion(() => Assert.Contains("damaged", form.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal(Image, session.Text);
    }

    [Fact]
    public void Choose_UploadedImage_BecomesTheSource()
    {
        _gateway.Images.AddRange([FakeGateway.Image(2, width: 300), FakeGateway.Image(1)]);
        var session = Template(Image);
        var form = Shown(session);

        form.FindAll("button").First(b => b.TextContent.StartsWith("Choose from uploaded", StringComparison.Ordinal)).Click();
        form.WaitForElement("button.tile").Click();

        Assert.Equal(FakeGateway.Image(2).Reference, session.TextAt(Block / "image" / "source"));
        Assert.Equal("300", session.TextAt(Block / "image" / "width"));
        Assert.Empty(form.FindAll("button.tile"));
    }

    [Fact]
    public void Choose_NoImages_SaysWhatToDo()
    {
        var form = Shown(Template(Image));

        form.FindAll("button").First(b => b.TextContent.StartsWith("Choose from uploaded", StringComparison.Ordinal)).Click();

        form.WaitForAssertion(() => Assert.Contains("No images yet.", form.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void Checks_UnknownImageOrNoAddress_AreNamedWhereTheyAre()
    {
        var tree = DocumentTree.Parse(Image.Replace("https://shop.example/image.png", FakeGateway.Image(7).Reference, StringComparison.Ordinal), DocumentCheck.File);
        _gateway.Images.Add(FakeGateway.Image(7));
        var known = new CxOrchestrator.Api.Images.ImagesView { Items = _gateway.Images, Total = 1, TotalMax = 500, Bytes = 1, BytesMax = 1, ImageBytesMax = 1, Reachable = true };

        Assert.Empty(ImageChecks.Of(tree, known));
        Assert.Empty(ImageChecks.Of(tree, null));
        var unknown = Assert.Single(ImageChecks.Of(tree, known with { Items = [] }));
        Assert.Equal((Block / "image" / "source", 10), (unknown.Path, unknown.Line));
        Assert.Contains("there is no uploaded image", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("Links:PublicAddress", Assert.Single(ImageChecks.Of(tree, known with { Reachable = false })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Products_AddedMovedAndRemoved_ChangeTheText()
    {
        var session = Template(Products);
        var form = Shown(session);

        form.FindAll("button").First(b => b.TextContent == "+ product").Click();
        form.Find("[aria-label='Move product 2 up']").Click();
        Assert.Equal("A product", session.TextAt(Block / "products" / "items" / 0 / "name"));
        AssertNoErrors(session);
        form.Find("[aria-label='Remove product 1']").Click();
        Assert.Equal("Shoe", session.TextAt(Block / "products" / "items" / 0 / "name"));
        Assert.True(form.Find("[aria-label='Remove product 1']").HasAttribute("disabled"));
    }

    [Theory]
    [InlineData("2", "grid", "2")]
    [InlineData("3", "grid", "3")]
    [InlineData("1", null, null)]
    public void Products_Layout_IsWritten(string choice, string? layout, string? columns)
    {
        var session = Template(Products.Replace("items:", "layout: grid, columns: 3, items:", StringComparison.Ordinal));

        Shown(session).Find("select[id$='-layout']").Change(choice);

        Assert.Equal((layout, columns), (session.TextAt(Block / "products" / "layout"), session.TextAt(Block / "products" / "columns")));
        AssertNoErrors(session);
    }

    [Fact]
    public void Products_FromAnAttribute_ReplacesTheItemsAndBack()
    {
        var session = Template(Products);
        var form = Shown(session);

        form.Find("select[id$='-origin']").Change("from");
        Assert.Equal("touchpoint.products", session.TextAt(Block / "products" / "from"));
        Assert.Null(session.At(Block / "products" / "items"));
        AssertNoErrors(session);

        form.Find("select[id$='-origin']").Change("items");
        Assert.Null(session.At(Block / "products" / "from"));
        AssertNoErrors(session);
    }

    [Fact]
    public void Products_Image_IsAddedUploadedAndRemoved()
    {
        var session = Template(Products);
        var form = Shown(session);

        form.FindAll("button").First(b => b.TextContent == "+ image").Click();
        form.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("x", "shoe.png"));
        form.WaitForAssertion(() => Assert.Equal(FakeGateway.Image(1).Reference, session.TextAt(Block / "products" / "items" / 0 / "image")));
        AssertNoErrors(session);

        form.FindAll("button").First(b => b.TextContent.Contains("Remove image", StringComparison.Ordinal)).Click();
        Assert.Equal(Products, session.Text);
    }
}
