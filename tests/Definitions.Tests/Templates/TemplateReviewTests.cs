namespace CxOrchestrator.Definitions.Tests.Templates;

public sealed class TemplateReviewTests
{
    private const string Head = "kind: template\nid: t\nname: T\nformat: html\nfallback: en\nlanguages:\n";

    private static ReadResult Read(string languages, bool published = false) => DefinitionReader.Read([new("t.yaml", Head + languages)], published: published);

    private static string Blocks(string blocks) => $"  en:\n    subject: Hi\n    blocks:\n      - {blocks}\n";

    [Theory]
    [InlineData("  en: {text: Hi}\n", 7, 3, "'en' has no subject")]
    [InlineData("  en: {subject: 'Your order of Monday is late and we are sorry about all the trouble', text: Hi}\n", 7, 17, "the subject has 67 characters")]
    [InlineData("  en: {subject: 'Act now!', text: 'and <b>click here</b>'}\n", 7, 17, "act now, click here")]
    [InlineData("  de: {subject: Hallo, text: 'Sie haben gewonnen'}\n  en: {subject: a, text: b}\n", 7, 17, "sie haben gewonnen")]
    [InlineData("  en: {subject: a, text: '<img src=\"https://shop.pt/a.png\">'}\n", 7, 27, "the image has no description")]
    [InlineData("  en: {subject: a, text: '<a href=\"http://shop.pt\">x</a>'}\n", 7, 36, "is not encrypted")]
    [InlineData("  en: {subject: a, text: '<a href=\"\">x</a>'}\n", 7, 36, "a link leads nowhere")]
    [InlineData("  en: {subject: a, text: '<a href=\"https://www.example.com/x\">x</a>'}\n", 7, 36, "is a placeholder")]
    public void Read_Texts_WarnsWhereSomethingIsWorthALook(string languages, int line, int column, string message)
    {
        var warning = Assert.Single(Read(languages).Warnings);

        Assert.Equal((line, column), (warning.Line, warning.Column));
        Assert.Contains(message, warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image: {source: 'https://shop.pt/a.png'}", "no description")]
    [InlineData("columns: [[{image: {source: 'https://shop.pt/a.png'}}], []]", "no description")]
    [InlineData("button: {label: x, link: 'https://shop.pt', color: '#ffd400', labelColor: '#ffffff'}", "a contrast of 1.4, and 4.5 is the least")]
    [InlineData("button: {label: x, link: 'https://shop.example/x'}", "is a placeholder")]
    [InlineData("text: '[x](http://shop.pt)'", "is not encrypted")]
    [InlineData("button: {label: Click here, link: 'https://shop.pt'}", "click here")]
    public void Read_Blocks_WarnsWhereSomethingIsWorthALook(string block, string message) =>
        Assert.Contains(message, Assert.Single(Read(Blocks(block)).Warnings).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("image: {source: 'https://shop.pt/a.png', alt: \"\"}")]
    [InlineData("button: {label: x, link: '{{ unsubscribe }}', color: '#ffd400'}")]
    [InlineData("button: {label: x, link: 'https://shop.pt/{{ customer.id }}'}")]
    [InlineData("text: '[x](mailto:a@shop.pt)'")]
    public void Read_FineBlocks_DoNotWarn(string block) => Assert.Empty(Read(Blocks(block)).Warnings);

    [Fact]
    public void Read_LanguageWithFewerBlocks_Warns()
    {
        var warning = Assert.Single(Read("  en: {subject: a, blocks: [{text: x}, {button: {label: b, link: 'https://shop.pt'}}, {text: y}]}\n  de: {subject: a, blocks: [{text: x}]}\n").Warnings);

        Assert.Equal((8, 3), (warning.Line, warning.Column));
        Assert.Contains("fewer blocks than the fallback 'en': text, button;", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MoreHtmlThanGmailShows_Warns()
    {
        var blocks = string.Concat(Enumerable.Repeat($"      - text: {new string('ü', 9_000)}\n", 7));

        Assert.Contains("Gmail cuts messages after 102 kB", Assert.Single(Read($"  en:\n    subject: a\n    blocks:\n{blocks}").Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PlainText_NeedsNoSubject() =>
        Assert.Empty(DefinitionReader.Read([new("t.yaml", Head.Replace("html", "text", StringComparison.Ordinal) + "  en: {text: Hi}\n")]).Warnings);

    [Fact]
    public void Read_PublishedTemplate_DoesNotWarn() => Assert.Empty(Read("  en: {text: Hi}\n", published: true).Warnings);

    [Fact]
    public void Read_TemplateWithWarnings_IsASet() => Assert.NotNull(Read("  en: {text: Hi}\n").Set);
}
