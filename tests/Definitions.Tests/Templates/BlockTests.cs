using CxOrchestrator.Definitions.Tests.Errors;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Definitions.Tests.Templates;

public sealed class BlockTests
{
    private const string Head = "kind: template\nid: t\nname: T\nformat: html\nfallback: en\nlanguages:\n  en:\n    subject: Hi & bye\n    blocks:\n";

    private static TemplateDefinition Read(string blocks)
    {
        var read = DefinitionReader.Read([new("t.yaml", Head + blocks)]);
        Assert.Empty(read.Errors);
        return Assert.Single(read.Set!.Templates);
    }

    private static string Fill(string blocks, string? name = "Ann", string? note = null)
    {
        var state = CustomerState.For(Make.Customer) with { Profile = new Profile { Name = name } };
        var touchpoint = note is null ? Make.Touchpoint("a", Make.Start) : Make.Touchpoint("a", Make.Start, attributes: ("note", Make.Text(note)));
        return Read(blocks).For("en").Text.Fill(new Facts(state, CompiledDefinitions.Empty, Make.Start) { Touchpoint = touchpoint });
    }

    [Fact]
    public void Fill_Blocks_MakeAMessageForMailPrograms()
    {
        var html = Fill("      - heading: {text: 'Sorry, {{ customer.name | default: \"there\" }}', level: 2}\n      - button: {label: Go, link: 'https://shop.pt/a?b=1&c=2', color: '#1f5fbf'}\n");

        Assert.StartsWith("<!doctype html>\n<html lang=\"en\">", html, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", html, StringComparison.Ordinal);
        Assert.Contains("<title>Hi &amp; bye</title>", html, StringComparison.Ordinal);
        Assert.Contains(">Sorry, Ann</h2>", html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://shop.pt/a?b=1&amp;c=2\"", html, StringComparison.Ordinal);
        Assert.Contains("bgcolor=\"#1f5fbf\"", html, StringComparison.Ordinal);
        Assert.Contains("color:#ffffff", html, StringComparison.Ordinal);
        Assert.Contains("max-width:600px", html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
        Assert.Equal(Count(html, "<table"), Count(html, "</table>"));
        Assert.Equal(Count(html, "<table"), Count(html, "<table role=\"presentation\""));
    }

    [Theory]
    [InlineData("**bold** and *italic*", "<strong>bold</strong> and <em>italic</em>")]
    [InlineData("**a *b* c**", "<strong>a <em>b</em> c</strong>")]
    [InlineData("2 * 3 * 4", "2 * 3 * 4")]
    [InlineData("5 ** 2", "5 ** 2")]
    [InlineData("\\*not\\*", "*not*")]
    [InlineData("a [b] (c)", "a [b] (c)")]
    [InlineData("<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;")]
    [InlineData("**open", "**open")]
    [InlineData("Order **{{ touchpoint.note | default: \"a*b\" }}**", "Order <strong>a*b</strong>")]
    [InlineData("[**now**](mailto:a@shop.pt)", "href=\"mailto:a@shop.pt\"><strong>now</strong></a>")]
    [InlineData("[x](https://shop.pt/{{ touchpoint.note | default: \"z\" }})", "href=\"https://shop.pt/z\">x</a>")]
    public void Fill_Text_KnowsASmallMarkup(string text, string html) =>
        Assert.Contains(html, Fill($"      - text: '{text.Replace("'", "''", StringComparison.Ordinal)}'\n"), StringComparison.Ordinal);

    [Fact]
    public void Fill_LinesOfText_BecomeParagraphsBreaksAndLists() => Assert.Contains(
        "<p style=\"margin:0 0 12px\">One<br>two</p><ul style=\"margin:0 0 12px;padding-left:24px\"><li>a</li><li>b</li></ul><p style=\"margin:0 0 12px\">Three</p>\n",
        Fill("      - text: |\n          One\n          two\n          - a\n          - b\n\n          Three\n"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("{% for i in (1..2) %}\n          - n{{ i }}\n          {% endfor %}", "<ul style=\"margin:0 0 12px;padding-left:24px\"><li>n1</li><li>n2</li></ul>")]
    [InlineData("Dear\n          {% if customer.name %}\n          {{ customer.name }}\n          {% endif %}", "<p style=\"margin:0 0 12px\">DearAnn</p>")]
    public void Fill_TagsOnTheirOwnLines_StayInsideWhatTheyRepeat(string text, string html) =>
        Assert.Contains(html, Fill($"      - text: |\n          {text}\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("heading: {text: '{{ customer.name | default: \"\" }}'}")]
    [InlineData("text: '**{{ customer.name | default: \"\" }}**'")]
    [InlineData("image: {source: 'https://shop.pt/x.png', alt: '{{ customer.name | default: \"\" }}'}")]
    [InlineData("image: {source: 'https://shop.pt/{{ customer.name | default: \"\" }}.png', alt: x}")]
    [InlineData("button: {label: '{{ customer.name | default: \"\" }}', link: 'https://shop.pt/{{ customer.name | default: \"\" }}'}")]
    [InlineData("unsubscribe: {text: '{{ customer.name | default: \"\" }}', label: '{{ customer.name | default: \"\" }}'}")]
    [InlineData("text: '[x](https://shop.pt/{{ customer.name | default: \"\" }})'")]
    public void Fill_ScriptInAField_IsEscapedEverywhere(string block)
    {
        const string hostile = "\"><script>alert('1')</script><a onclick=\"x()\" href=\"";

        var html = Fill($"      - {block}\n", hostile);

        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<a onclick", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("heading: {text: '<script>x</script>'}")]
    [InlineData("text: '<script>x</script>'")]
    [InlineData("button: {label: '<script>x</script>', link: 'https://shop.pt/\"><script>'}")]
    [InlineData("image: {source: 'https://shop.pt/\"><script>', alt: '\"><script>'}")]
    public void Fill_ScriptInABlock_IsText(string block) => Assert.DoesNotContain("<script", Fill($"      - {block}\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("https://shop.pt/ok", "href=\"https://shop.pt/ok\"")]
    [InlineData("javascript:alert(1)", "href=\"#\"")]
    [InlineData("\" onclick=\"x", "href=\"#\"")]
    public void Fill_LinkThatIsAValue_IsAPageOrNothing(string note, string html)
    {
        Assert.Contains(html, Fill("      - button: {label: x, link: '{{ touchpoint.note | default: \"\" }}'}\n", note: note), StringComparison.Ordinal);
        Assert.Contains(html, Fill("      - text: '[x]({{ touchpoint.note | default: \"\" }})'\n", note: note), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Unsubscribe</a>")]
    [InlineData("de-AT", "Abmelden</a>")]
    [InlineData("pt-BR", "Cancelar inscrição</a>")]
    [InlineData("xx", "Unsubscribe</a>")]
    public void Fill_Unsubscribe_HasBothLinksInTheLanguage(string language, string words)
    {
        var read = DefinitionReader.Read([new("t.yaml", $"kind: template\nid: t\nname: T\nformat: html\nfallback: {language}\nlanguages: {{{language}: {{blocks: [unsubscribe]}}}}\n")]);
        var html = Assert.Single(read.Set!.Templates).For(language).Text.Fill(new Facts(CustomerState.For(Make.Customer), CompiledDefinitions.Empty, Make.Start));

        Assert.Contains(words, html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://unsubscribe.cx.invalid/\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://preferences.cx.invalid/\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#1f5fbf", "#ffffff")]
    [InlineData("#ffd400", "#000000")]
    [InlineData("#808080", "#000000")]
    public void Fill_Button_HasALabelThatCanBeRead(string color, string label) =>
        Assert.Contains($"background:{color};color:{label}", Fill($"      - button: {{label: x, link: 'https://shop.pt', color: '{color}'}}\n"), StringComparison.Ordinal);

    [Fact]
    public void Fill_Columns_AreSideBySideAndFoldOnPhones()
    {
        var html = Fill("      - columns: [[{text: Left}, {image: {source: 'https://shop.pt/x.png', alt: x}}], [{text: Right}], []]\n");

        Assert.Equal(3, Count(html, "<td class=\"cx-col"));
        Assert.Contains("width=\"176\"", html, StringComparison.Ordinal);
        Assert.Contains(".cx-col { display: block !important;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Fill_LanguageThatRunsFromTheRight_SaysSo()
    {
        var read = DefinitionReader.Read([new("t.yaml", "kind: template\nid: t\nname: T\nformat: html\nfallback: ar\nlanguages: {ar: {blocks: [{text: x}]}}\n")]);

        Assert.Contains("<html lang=\"ar\" dir=\"rtl\">", Assert.Single(read.Set!.Templates).For("ar").Text.Fill(new Facts(CustomerState.For(Make.Customer), CompiledDefinitions.Empty, Make.Start)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("      - ▸buton: {label: x}\n", "unknown block 'buton'; did you mean 'button'?")]
    [InlineData("      - ▸banner: x\n", "unknown block 'banner'; there are heading, text, image")]
    [InlineData("      - heading: {▸title: x, text: y}\n", "unknown field 'title'")]
    [InlineData("      - heading: ▸{level: 1}\n", "'text' is missing; a heading needs it")]
    [InlineData("      - heading: {text: x, level: ▸4}\n", "'level' goes from 1 to 3")]
    [InlineData("      - text: x\n        ▸image: {source: 'https://a.pt'}\n", "a block is one thing")]
    [InlineData("      - ▸hello\n", "a block begins with what it is")]
    [InlineData("      - ▸text:\n", "'text' has no value")]
    [InlineData("      - text: 'Hi {{ ▸customr.name | default: \"\" }}'\n", "unknown field 'customr.name'; did you mean")]
    [InlineData("      - text: 'Hi {{ ▸customer.name }}'\n", "'customer.name' may be missing; give it a fallback")]
    [InlineData("      - text: ▸'{% if mood %}'\n      - text: x\n", "cannot be read as a template")]
    [InlineData("      - text: 'See [it](▸shop.pt)'\n", "'shop.pt' is no link; write it whole")]
    [InlineData("      - text: 'See [it](▸javascript:alert(1))'\n", "is no link")]
    [InlineData("      - button: {label: x, link: ▸'javascript:alert(1)'}\n", "is no link")]
    [InlineData("      - button: {label: x, link: ▸'https://a.pt/a b'}\n", "holds a space")]
    [InlineData("      - button: {label: x, link: ▸'https://'}\n", "leads nowhere")]
    [InlineData("      - button: {label: x, link: ▸'{% if mood %}https://{% endif %}{{ customer.id }}'}\n", "the beginning of this link is inside a condition")]
    [InlineData("      - button: {label: x, link: 'https://a.pt', color: ▸red}\n", "'red' is no colour; write it in quotes")]
    [InlineData("      - image: {source: ▸'data:image/png;base64,AA', alt: x}\n", "is no address of an image")]
    [InlineData("      - image: {source: 'https://a.pt/x.png', alt: x, width: ▸561}\n", "'width' goes from 1 to 560")]
    [InlineData("      - columns: ▸[[{text: a}]]\n", "'columns' is a list of 2 to 3 columns")]
    [InlineData("      - columns: [[{▸columns: [[],[]]}], []]\n", "there are no columns in columns")]
    [InlineData("      - columns: [[{▸unsubscribe: {}}], []]\n", "goes below the columns")]
    [InlineData("      ▸[]\n", "'blocks' is an empty list")]
    public void Read_BadBlock_SaysWhereAndHow(string marked, string message) => Marked.AssertErrors(Head + marked, message);

    [Theory]
    [InlineData("format: html\nlanguages:\n  en:\n    ▸text: x\n    blocks: [{text: y}]\n", "both 'text' and 'blocks'")]
    [InlineData("format: text\nlanguages:\n  en:\n    ▸blocks: [{text: y}]\n", "write format: html above")]
    [InlineData("format: html\nlanguages:\n  en:\n    text: y\n    ▸preheader: x\n", "'preheader' goes with blocks")]
    [InlineData("format: html\nlanguages:\n  en:\n    blocks: ▸hello\n", "'blocks' is a list of blocks")]
    public void Read_BlocksInTheWrongPlace_AreRefused(string marked, string message) => Marked.AssertErrors("kind: template\nid: t\nname: T\nfallback: en\n" + marked, message);

    [Fact]
    public void Read_MoreBlocksThanFit_AreRefused() => Marked.AssertErrors(
        Head + string.Concat(Enumerable.Repeat("      - divider\n", 60)) + "      - ▸divider\n      - divider\n", "more than 60 blocks in one language");

    [Fact]
    public void Read_MoreHtmlThanFits_IsRefused() => Marked.AssertErrors(
        Head[..^1] + "\n      ▸" + string.Join("      ", Enumerable.Repeat($"- text: {new string('x', 9_999)}\n", 13)), "characters of HTML; the most are 120,000");

    [Theory]
    [InlineData("*a ")]
    [InlineData("[a")]
    [InlineData("[a](")]
    [InlineData("**a *b [c](")]
    [InlineData("{{ mood }}*[")]
    [InlineData("\\")]
    public void Read_EndlessMarkup_IsReadAtOnce(string sign)
    {
        var text = string.Concat(Enumerable.Repeat(sign, 9_000 / sign.Length));

        var read = DefinitionReader.Read([new("t.yaml", Head + $"      - text: '{text}'\n")]);

        Assert.True(read.Set is not null || read.Errors.All(e => e.Message.Contains("is no link", StringComparison.Ordinal)));
    }

    [Fact]
    public void Read_LongHtml_IsReadAtOnceAndBounded()
    {
        static ReadResult Read(string text) => DefinitionReader.Read([new("t.yaml", $"kind: template\nid: t\nname: T\nformat: html\nfallback: en\nlanguages: {{en: {{text: '{text}'}}}}\n")]);
        var values = string.Concat(Enumerable.Repeat("{{ mood }}", 11_000));

        Assert.NotNull(Read($"<a href=\"https://shop.pt/{values}\">x</a>").Set);
        Assert.NotNull(Read(string.Concat(Enumerable.Repeat("<a href=\"{{ customer.id }}\">", 4_000))).Set);
        Assert.Contains("the most are 120000", Assert.Single(Read(new string('x', 120_001)).Errors).Message, StringComparison.Ordinal);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
