using CxOrchestrator.Console.Definitions.Editing;

namespace CxOrchestrator.Console.Tests.Definitions.Editing;

public class PreviewHtmlTests
{
    [Theory]
    [InlineData("<img src=\"https://cdn.example.com/logo.png\" alt=\"Our shop\" width=\"120\" height=\"40\">", "Our shop", "image from cdn.example.com")]
    [InlineData("<IMG alt='Two > one' SRC='//cdn.example.com/a.png' />", "Two &gt; one", "image from cdn.example.com")]
    [InlineData("<img src=https://cdn.example.com/a.png>", "No description", "image from cdn.example.com")]
    [InlineData("<img src=\"/logo.png\" alt=\"&lt;script&gt;\">", "&lt;script&gt;", "image<")]
    [InlineData("<img alt=\"Nothing\">", "Nothing", "image<")]
    public void Of_ImageOfAnotherServer_SaysWhatItIsAndWhereFrom(string html, string says, string from)
    {
        var (shown, images) = PreviewHtml.Of($"<p>Hello</p>{html}<p>Bye</p>");

        Assert.Equal(1, images);
        Assert.DoesNotContain("<img", shown, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", shown, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"<strong>{says}</strong>", shown, StringComparison.Ordinal);
        Assert.Contains(from, shown, StringComparison.Ordinal);
        Assert.StartsWith("<p>Hello</p><span", shown, StringComparison.Ordinal);
        Assert.EndsWith("</span><p>Bye</p>", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ImageWithASize_KeepsItsPlace()
    {
        var (shown, _) = PreviewHtml.Of("<img src=\"https://a.example/x.png\" width=\"120\" height=\"40px\">");

        Assert.Contains("width:120px;min-height:40px;", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<img src=\"data:image/png;base64,AAAA\" alt=\"In it\">", "<img src=\"data:image/png;base64,AAAA\" alt=\"In it\">")]
    [InlineData("<img src=\"https://t.example/open.gif\" width=\"1\" height=\"1\">", "")]
    [InlineData("<p>No image, but the word img.</p>", "<p>No image, but the word img.</p>")]
    public void Of_WhatNeedsNoServerOrShowsNothing_HasNoPlaceholder(string html, string expected) => Assert.Equal((expected, 0), PreviewHtml.Of(html));

    [Theory]
    [InlineData("<img src=\"image:0123456789abcdef0123456789abcdef.png\" alt=\"In src=x\">", "<img src=\"/i/0123456789abcdef0123456789abcdef.png\" alt=\"In src=x\">")]
    [InlineData("<IMG alt='a' SRC='https://news.example/i/0123456789abcdef0123456789abcdef.jpg' width=560>", "<IMG alt='a' SRC=\"/i/0123456789abcdef0123456789abcdef.jpg\" width=560>")]
    public void Of_UploadedImage_ComesFromThisGateway(string html, string expected) => Assert.Equal((expected, 0), PreviewHtml.Of(html));

    [Theory]
    [InlineData("<img src=\"image:0123.png\">")]
    [InlineData("<img src=\"https://news.example/i/0123456789abcdef0123456789abcdef.svg\">")]
    [InlineData("<img src=\"https://news.example/i/0123456789abcdef0123456789abcdef.png/x\">")]
    public void Of_WhatOnlyLooksLikeAnUploadedImage_IsNotLoaded(string html) => Assert.Equal(1, PreviewHtml.Of(html).Images);

    [Theory]
    [InlineData(true, "@media (min-width:0) { b { color: red } }", "color-scheme:dark only")]
    [InlineData(false, "@media (max-width:0) { b { color: red } }", "color-scheme:light only")]
    public void Themed_DarkColors_ApplyWhateverTheConsoleHas(bool dark, string rule, string scheme)
    {
        var themed = PreviewHtml.Themed("<style>@media (prefers-color-scheme: dark) { b { color: red } }</style>", dark);

        Assert.Contains(rule, themed, StringComparison.Ordinal);
        Assert.Contains(scheme, themed, StringComparison.Ordinal);
        Assert.DoesNotContain("invert", themed, StringComparison.Ordinal);
    }

    [Fact]
    public void Themed_NoDarkColors_InvertsLightOnes() => Assert.Contains("invert", PreviewHtml.Themed("<p>x</p>", dark: true), StringComparison.Ordinal);
}
