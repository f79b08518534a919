using System.Text.Json;
using CxOrchestrator.Definitions.Templates;
using CxOrchestrator.Definitions.Tests.Errors;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Definitions.Tests.Templates;

public sealed class ProductsTests
{
    private const string Head = "kind: template\nid: t\nname: T\nformat: html\nfallback: en\nlanguages:\n  en:\n    subject: Hi\n    blocks:\n";
    private const string Hostile = "\"'><script>alert(1)</script><!--cx:end-->\n";

    private static string Written(params string[] items) => $"      - products:\n          items:\n{string.Concat(items.Select(i => $"            - {{{i}}}\n"))}";

    private static string Grid(int columns, params string[] items) => Written(items).Replace("products:\n", $"products:\n          layout: grid\n          columns: {columns}\n", StringComparison.Ordinal);

    private static string Fill(string blocks, params (string Name, string Text)[] attributes)
    {
        var read = DefinitionReader.Read([new("t.yaml", Head + blocks)]);
        Assert.Empty(read.Errors);
        var touchpoint = Make.Touchpoint("a", Make.Start, attributes: [.. attributes.Select(a => (a.Name, Make.Text(a.Text)))]);
        return Assert.Single(read.Set!.Templates).For("en").Text.Fill(new Facts(CustomerState.For(Make.Customer), CompiledDefinitions.Empty, Make.Start) { Touchpoint = touchpoint });
    }

    private static int Count(string html, string part) => html.Split(part).Length - 1;

    [Fact]
    public void Fill_Rows_HaveImageNamePriceAndLink()
    {
        var html = Fill(Written("name: Shoe & sock, image: 'https://shop.pt/a.png?b=1&c=2', price: 49.90 EUR, link: 'https://shop.pt/shoe'"));

        Assert.Contains("<a href=\"https://shop.pt/shoe\"><img src=\"https://shop.pt/a.png?b=1&amp;c=2\" alt=\"Shoe &amp; sock\" width=\"120\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://shop.pt/shoe\">Shoe &amp; sock</a>", html, StringComparison.Ordinal);
        Assert.Contains(">49.90 EUR</div>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--cx:", html, StringComparison.Ordinal);
        Assert.Equal(Count(html, "<table"), Count(html, "<table role=\"presentation\""));
        Assert.Equal(Count(html, "<table"), Count(html, "</table>"));
    }

    [Fact]
    public void Fill_OnlyAName_HasNoEmptyImagePriceOrLink()
    {
        var html = Fill(Written("name: Shoe"));

        Assert.Contains("<div style=\"font-weight:600\">Shoe</div></td>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 3, 2)]
    [InlineData(2, 4, 2)]
    [InlineData(3, 4, 2)]
    [InlineData(3, 3, 1)]
    public void Fill_Grid_FillsItsLastRow(int columns, int products, int rows)
    {
        var html = Fill(Grid(columns, [.. Enumerable.Range(1, products).Select(n => $"name: P{n}")]));

        Assert.Equal(rows * columns, Count(html, "<td class=\"cx-col"));
        Assert.Equal(rows, Count(html, "table-layout:fixed\"><tr>"));
    }

    [Fact]
    public void Fill_ProductWithoutItsName_IsLeftOutAndOthersMoveUp()
    {
        string[] items = [.. Enumerable.Range(1, 3).Select(n => $"name: '{{{{ touchpoint.p{n} | default: \"\" }}}}', price: '{{{{ touchpoint.price{n} | default: \"\" }}}}', image: '{{{{ touchpoint.i{n} | default: \"\" }}}}'")];

        var html = Fill(Grid(2, items), ("p1", "Shoe"), ("p2", "  "), ("price2", "9.90"), ("p3", "Sock"));

        Assert.Equal(2, Count(html, "<td class=\"cx-col"));
        Assert.True(html.IndexOf("Shoe", StringComparison.Ordinal) < html.IndexOf("Sock", StringComparison.Ordinal));
        Assert.DoesNotContain("9.90", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Fill_NoProductLeft_LeavesNothing()
    {
        var html = Fill(Written("name: '{{ touchpoint.none | default: \"\" }}', image: 'https://shop.pt/a.png'") + "      - text: End\n");

        Assert.DoesNotContain("shop.pt", html, StringComparison.Ordinal);
        Assert.Contains(">End</p>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Fill_ScriptQuotesAndMarks_AreEscapedEverywhere()
    {
        const string value = "{{ touchpoint.x | default: \"\" }}";
        var html = Fill(Written($"name: '{value}', alt: '{value}', price: '{value}', image: 'https://shop.pt/{value}', link: 'https://shop.pt/{value}'"), ("x", Hostile));

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--cx:", html, StringComparison.Ordinal);
        Assert.Equal(5, Count(html.Replace("href", "src", StringComparison.Ordinal), "&lt;script&gt;alert(1)&lt;/script&gt;") - 1);
    }

    [Fact]
    public void Fill_WrittenMarkup_IsEscaped()
    {
        var html = Fill(Written("name: '<b>\"Shoe\"</b><!--cx:end-->', price: '<i>9</i>'"));

        Assert.Contains("&lt;b&gt;&quot;Shoe&quot;&lt;/b&gt;&lt;!--cx:end--&gt;", html, StringComparison.Ordinal);
        Assert.Contains("&lt;i&gt;9&lt;/i&gt;", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("//shop.pt/x")]
    public void Fill_LinkThatIsNoAddress_IsLeftOut(string address)
    {
        const string value = "{{ touchpoint.x | default: \"\" }}";
        var written = Fill(Written($"name: Shoe, image: '{value}', link: '{value}'"), ("x", address));
        var listed = Fill("      - products: {from: touchpoint.list}\n", ("list", JsonSerializer.Serialize(new[] { new { name = "Shoe", image = address, link = address } })));

        Assert.All([written, listed], html =>
        {
            Assert.Contains("<div style=\"font-weight:600\">Shoe</div>", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
            Assert.DoesNotContain("href", html, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Fill_FromAList_ShowsItsProducts()
    {
        var html = Fill("      - products: {from: touchpoint.list}\n", ("list", """
            [{"name": "Shoe & sock", "price": 49.90, "image": "https://shop.pt/a.png", "link": "https://shop.pt/shoe"}, {"price": "1"}, 7, {"name": "Hat", "alt": "A red hat", "image": "https://shop.pt/h.png"}]
            """));

        Assert.Contains("alt=\"Shoe &amp; sock\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://shop.pt/shoe\">Shoe &amp; sock</a>", html, StringComparison.Ordinal);
        Assert.Contains(">49.90</div>", html, StringComparison.Ordinal);
        Assert.Contains("alt=\"A red hat\"", html, StringComparison.Ordinal);
        Assert.Equal(2, Count(html, "font-weight:600"));
    }

    [Fact]
    public void Fill_FromAList_EscapesEveryPartAndStopsAtItsBound()
    {
        var product = new { name = Hostile, alt = Hostile, price = Hostile, image = "https://shop.pt/" + Hostile, link = "https://shop.pt/" + Hostile };
        var html = Fill("      - products: {from: touchpoint.list}\n", ("list", JsonSerializer.Serialize(Enumerable.Repeat(product, 20))));

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--cx:", html, StringComparison.Ordinal);
        Assert.Equal(12, Count(html, "font-weight:600"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Shoe")]
    [InlineData("{\"name\": \"Shoe\"}")]
    [InlineData("[{\"name\": \"Shoe\"")]
    [InlineData("[{\"name\": {\"en\": \"Shoe\"}}]")]
    public void Fill_FromWhatIsNoList_ShowsNone(string text) =>
        Assert.DoesNotContain("Shoe", Fill("      - products: {from: touchpoint.list}\n", ("list", text)), StringComparison.Ordinal);

    [Fact]
    public void Fill_InColumns_FitsTheirWidth() => Assert.Contains(
        "width=\"90\"", Fill("      - columns:\n          - - products: {items: [{name: A, image: 'https://shop.pt/a.png'}]}\n          - - text: B\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("▸products: {layout: rows}", "'products' needs 'items', a list of products, or 'from', a field that holds one, like touchpoint.products")]
    [InlineData("products: {items: [{name: A}], ▸from: touchpoint.x}", "there are both 'items' and 'from'; keep one")]
    [InlineData("products: {items: [{name: A}], ▸columns: 2}", "'columns' goes with layout: grid; rows are one below the other")]
    [InlineData("products: {items: [▸{price: 1 EUR}]}", "'name' is missing; a product needs it")]
    [InlineData("products: {items: [{name: A, ▸pric: 1 EUR}]}", "unknown field 'pric'; did you mean 'price'?")]
    [InlineData("products: {items: [{name: A, link: ▸'javascript:alert(1)'}]}", "'javascript:alert(1)' is no link; write it whole, beginning with https://, or with mailto: or tel:")]
    [InlineData("products: {items: [{name: A, image: ▸'image:x.png'}]}", "'image:x.png' is no reference to an uploaded image; copy it from the list of images, like image:0123456789abcdef0123456789abcdef.png")]
    [InlineData("products: {from: ▸lowPoint.cause}", "'lowPoint.cause' is no attribute; write it like touchpoint.products or customer.products")]
    [InlineData("products: {from: ▸'touchpoint.a b'}", "'touchpoint.a b' cannot be read by a template; use an attribute whose name has only letters, digits, '-' and '_', with dots between them")]
    public void Read_WrongProducts_AreNamedWhereTheyAre(string block, string message) => Marked.AssertErrors(Head + "      - " + block + "\n", message);

    [Fact]
    public void Read_ThirteenProducts_AreTooMany() => Assert.Contains(
        DefinitionReader.Read([new("t.yaml", Head + Written([.. Enumerable.Range(0, 13).Select(_ => "name: A")]))]).Errors,
        e => e.Message == "'items' has 13 items; the most are 12");

    [Fact]
    public void TextOf_Products_AreTheirWords() => Assert.Equal(
        "Shoe\n9.90 EUR\nhttps://shop.pt/shoe\n\nSock\n", TemplateBlocks.TextOf(Head + Written("name: Shoe, price: 9.90 EUR, link: 'https://shop.pt/shoe'", "name: Sock"), "en"));

    [Fact]
    public void HtmlOf_Products_AreLaidOutWithTheirLiquid()
    {
        var html = TemplateBlocks.HtmlOf(Head + Written("name: '{{ touchpoint.x | default: \"<!--cx:end-->\" }}'"), "en")!;

        Assert.Contains("font-weight:600\">{{ touchpoint.x | default: \"<!--cx:end-->\" }}</div>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--cx:products", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_LanguageWithoutProducts_AreNamed() => Assert.Contains(
        DefinitionReader.Read([new("t.yaml", Head + Written("name: A") + "  de:\n    subject: Hi\n    blocks:\n      - text: x\n")]).Warnings,
        w => w.Message == "'de' has fewer blocks than the fallback 'en': products; add them, or remove them there");

    [Fact]
    public void Read_ImageReferences_AreReadAndChecked()
    {
        const string reference = "image:0123456789abcdef0123456789abcdef.png";
        Assert.Contains($"src=\"{reference}\"", Fill($"      - image: {{source: '{reference}', alt: x}}\n"), StringComparison.Ordinal);

        var html = Head.Replace("    blocks:\n", "    text: '<img alt=\"x\" src=\"image:{0}\">'\n", StringComparison.Ordinal);
        Assert.Empty(DefinitionReader.Read([new("t.yaml", html.Replace("image:{0}", reference, StringComparison.Ordinal))]).Errors);
        Assert.Contains("no reference to an uploaded image", Assert.Single(DefinitionReader.Read([new("t.yaml", html.Replace("{0}", "truck.png", StringComparison.Ordinal))]).Errors).Message, StringComparison.Ordinal);
    }
}
