using System.Net;
using System.Net.Sockets;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CxOrchestrator.Channels.Content;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Channels.Tests.Content;

public sealed class MessageFinisherTests
{
    private const string Action = "0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset Now = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);
    private static readonly LinkKeyRing Ring = new([new LinkKey(1, new byte[LinkKey.SecretBytes])]);
    private static readonly LinkSettings Settings = new() { Address = new("https://news.example/") };

    private static MessageDraft Draft(string body, bool html = true, PolicyCategory category = PolicyCategory.Promotion, string channel = "email") => new()
    {
        Action = Action,
        Customer = CustomerKey.For(new("4711")),
        Channel = channel,
        Category = category,
        Policy = "spring",
        Variant = "b",
        Body = body,
        IsHtml = html,
    };

    private static FinishedMessage Finish(string body, LinkSettings? settings = null, bool html = true, PolicyCategory category = PolicyCategory.Promotion, string channel = "email") =>
        MessageFinisher.Finish(Draft(body, html, category, channel), settings ?? Settings, Ring);

    private static IDocument Parse(string? html) => new HtmlParser().ParseDocument(html!);

    private static string? TargetOf(string? address) =>
        address is not null && address.StartsWith("https://news.example/l/", StringComparison.Ordinal) && new Uri(address) is var uri
            && Uri.UnescapeDataString(uri.Query[4..]) is var target && LinkSigner.Read(uri.Segments[^1], LinkPurpose.Link, Ring, Now, target) is not null
            ? target
            : null;

    private static LinkToken? Token(string? address, string path, LinkPurpose purpose) =>
        address?.StartsWith($"https://news.example/{path}/", StringComparison.Ordinal) == true ? LinkSigner.Read(new Uri(address).Segments[^1].Replace(".gif", "", StringComparison.Ordinal), purpose, Ring, Now) : null;

    // The structure: each element and its attributes but addresses and styles, in order.
    private static IEnumerable<string> Structure(IDocument document) =>
        document.All.Select(e => $"{e.LocalName} {string.Join(' ', e.Attributes.Where(a => a.Name is not ("href" or "style" or "data-cx-track")).Select(a => $"{a.Name}={a.Value}"))}");

    [Fact]
    public void Finish_Newsletter_KeepsItsStructure()
    {
        // Styles become the attributes of HTML that mail programs know, such as bgcolor, only where the author asks for them.
        var before = Structure(Parse(Newsletter.Html)).ToList();
        var after = Structure(Parse(Finish(Newsletter.Html).Html)).ToList();
        Assert.StartsWith("img src=https://news.example/o/", after[^1], StringComparison.Ordinal);
        Assert.Equal(before, after[..^1]);
    }

    [Fact]
    public void Finish_Newsletter_KeepsDoctypeCommentsAndRulesForSmallScreens()
    {
        var html = Finish(Newsletter.Html).Html!;
        Assert.StartsWith("<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\"", html, StringComparison.Ordinal);
        Assert.Contains("<!--[if mso]><style>td { font-family: Arial }</style><![endif]-->", html, StringComparison.Ordinal);
        Assert.Contains("@media only screen and (max-width: 600px)", html, StringComparison.Ordinal);
        Assert.Contains(".button:hover", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_Newsletter_HasItsStylesInline()
    {
        var document = Parse(Finish(Newsletter.Html).Html);
        Assert.Contains("background: #0a7d3c", document.QuerySelector("a.button")!.GetAttribute("style"), StringComparison.Ordinal);
        Assert.Contains("font-weight: bold", document.QuerySelector("td.price")!.GetAttribute("style"), StringComparison.Ordinal);
        Assert.DoesNotContain("width: 100%", document.QuerySelector("td.column")!.GetAttribute("style") ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_Newsletter_TracksLinksOfTheWebOnly()
    {
        var links = Parse(Finish(Newsletter.Html).Html).QuerySelectorAll("a").Select(a => a.GetAttribute("href")).ToList();
        Assert.Equal(
            ["https://shop.example/", "https://shop.example/blog?id=7&ref=mail#spring", "https://shop.example/sale", "https://farm.example"], links[..4].Select(TargetOf));
        Assert.Equal(["mailto:care@shop.example?subject=Spring", "tel:+49301234567", "https://shop.example/account?key=signed", "#top"], links[4..8]);
        Assert.NotNull(Token(links[8], "u", LinkPurpose.Unsubscribe));
        Assert.NotNull(Token(links[9], "p", LinkPurpose.Preferences));
        Assert.DoesNotContain("data-cx-track", Finish(Newsletter.Html).Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_Newsletter_HasOnePixelAtItsEnd()
    {
        var body = Parse(Finish(Newsletter.Html).Html).Body!;
        var pixel = body.LastElementChild!;
        Assert.Equal(Action, Token(pixel.GetAttribute("src"), "o", LinkPurpose.Open)?.Action);
        Assert.Equal("", pixel.GetAttribute("alt"));
    }

    [Fact]
    public void Finish_Newsletter_HasAReadableText()
    {
        var message = Finish(Newsletter.Html, Settings with { Track = false });
        var expected = Newsletter.Text.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(expected, message.Text.Split('\n')[..expected.Length]);
        Assert.Equal(
            $"Unsubscribe ({message.Unsubscribe}) or choose your preferences ({Parse(message.Html).QuerySelectorAll("a")[^1].GetAttribute("href")}).",
            message.Text.Split('\n')[^1]);
        Assert.DoesNotContain("Twenty percent off everything", message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_TextBesideHtml_IsTrackedLikeIt()
    {
        var message = Finish("<p><a href=\"https://shop.example/a\">Look</a></p>");
        Assert.Equal($"Look ({Parse(message.Html).QuerySelector("a")!.GetAttribute("href")})", message.Text);
    }

    [Fact]
    public void Finish_PartOfAPage_StaysAPart()
    {
        var html = Finish("<p>Hello</p>", Settings with { PixelOpens = false }).Html;
        Assert.Equal("<p>Hello</p>", html);
    }

    [Theory]
    [InlineData(PolicyCategory.Service, false, true, false, false)]
    [InlineData(PolicyCategory.Service, true, true, false, true)]
    [InlineData(PolicyCategory.Promotion, false, true, false, true)]
    [InlineData(PolicyCategory.Promotion, true, false, false, false)]
    [InlineData(PolicyCategory.Promotion, true, true, true, false)]
    public void Finish_ByCategoryAndConsent_IsTrackedOrNot(PolicyCategory category, bool service, bool promotions, bool refused, bool tracked)
    {
        var draft = Draft("<a href='https://shop.example/'>x</a>", category: category) with { Untracked = refused };
        var message = MessageFinisher.Finish(draft, Settings with { Track = promotions, TrackService = service }, Ring);
        Assert.Equal(tracked, TargetOf(Parse(message.Html).QuerySelector("a")!.GetAttribute("href")) is not null);
        Assert.Equal(tracked, message.Html!.Contains("/o/", StringComparison.Ordinal));
        Assert.Equal(category == PolicyCategory.Promotion, Token(message.Unsubscribe?.AbsoluteUri, "u", LinkPurpose.Unsubscribe)?.Promotion);
    }

    [Fact]
    public void Finish_NoPublicAddress_HasNoLinksOfOurs()
    {
        var message = Finish(Newsletter.Html, Settings with { Address = null });
        Assert.Null(message.Unsubscribe);
        Assert.True(message.LinksMissing);
        Assert.DoesNotContain("cx.invalid", message.Html + message.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("news.example", message.Html + message.Text, StringComparison.Ordinal);
        Assert.EndsWith("Unsubscribe or choose your preferences.", message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_NoKey_HasNoLinksOfOurs() => Assert.Null(MessageFinisher.Finish(Draft("Hi", html: false), Settings, LinkKeyRing.Empty).Unsubscribe);

    [Fact]
    public void Finish_PlainText_TracksItsLinksAndKeepsItsSigns()
    {
        var text = Finish("See https://shop.example/a, (https://shop.example/b_(c)) or http://x.example/?q=1. <https://shop.example/d>", html: false).Text;
        var parts = text.Split(' ');
        Assert.Equal("https://shop.example/a", TargetOf(parts[1].TrimEnd(',')));
        Assert.Equal("https://shop.example/b_(c)", TargetOf(parts[2][1..^1]));
        Assert.Equal("http://x.example/?q=1", TargetOf(parts[4][..^1]));
        Assert.Equal("https://shop.example/d", TargetOf(parts[5][1..^1]));
    }

    [Theory]
    [InlineData("sms", false, false)]
    [InlineData("sms", true, true)]
    [InlineData("email", false, true)]
    public void Finish_PlainTextByChannel_IsTrackedOrNot(string channel, bool asked, bool tracked) => Assert.Equal(
        tracked, TargetOf(Finish("https://shop.example/", Settings with { TrackPlainText = asked }, html: false, channel: channel).Text) is not null);

    [Fact]
    public void Finish_MarkersInPlainText_BecomeTheCustomersAddresses()
    {
        var message = Finish("Stop: https://unsubscribe.cx.invalid/ Choose: https://preferences.cx.invalid/", html: false, channel: "sms");
        Assert.Equal($"Stop: {message.Unsubscribe}", message.Text[..message.Text.IndexOf(" Choose", StringComparison.Ordinal)]);
        Assert.NotNull(Token(message.Text.Split(' ')[^1], "p", LinkPurpose.Preferences));
    }

    [Theory]
    [InlineData("https://shop.example/a", "https://shop.example/a?utm_source=cx&utm_medium=email&utm_campaign=spring-b")]
    [InlineData("https://shop.example/a?b=c#d", "https://shop.example/a?b=c&utm_source=cx&utm_medium=email&utm_campaign=spring-b#d")]
    [InlineData("https://shop.example/a?utm_source=own&x=1", "https://shop.example/a?utm_source=own&x=1&utm_medium=email&utm_campaign=spring-b")]
    public void Finish_Parameters_AreAddedOnce(string address, string target)
    {
        var settings = Settings with { UtmSource = "cx", UtmMedium = "{channel}", UtmCampaign = "{policy}-{variant}" };
        Assert.Equal(target, TargetOf(Finish(address, settings, html: false).Text));
    }

    [Fact]
    public void Finish_StyleSheetsOfOtherAddresses_AreNotFetched()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var html = Finish(
            $"<html><head><link rel=\"stylesheet\" href=\"http://127.0.0.1:{port}/a.css\"><style>@import url(http://127.0.0.1:{port}/b.css); p {{ color: red }}</style></head><body><p>Hi</p></body></html>").Html!;
        Assert.False(listener.Pending());
        Assert.Contains("Hi</p>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<style>p { color: red</style><p>Hi</p>")]
    [InlineData("<style>}}}{{{ p[ { x }</style><p>Hi</p>")]
    [InlineData("<style>:::: { color: red } p { color: blue }</style><p>Hi</p>")]
    [InlineData("<p>Hi</p><style>")]
    [InlineData("<p")]
    [InlineData("")]
    public void Finish_BrokenHtml_StaysAMessage(string html) => Assert.NotNull(Finish(html).Html);

    [Fact]
    public void Finish_DeepHtml_KeepsItsLinksAndEnds()
    {
        var message = Finish(string.Concat(Enumerable.Repeat("<b>", 6_000)) + "<a href='https://preferences.cx.invalid/'>Choose</a>");
        Assert.Contains("Choose", message.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("cx.invalid", message.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_MoreLinksThanAreTracked_LeavesTheOthers()
    {
        var links = Parse(Finish(string.Concat(Enumerable.Range(0, 501).Select(i => $"<a href='https://a.example/{i}'>x</a>"))).Html).QuerySelectorAll("a").Select(a => a.GetAttribute("href")).ToList();
        Assert.NotNull(TargetOf(links[499]));
        Assert.Equal("https://a.example/500", links[500]);
    }

    [Fact]
    public void Finish_LinkThatWouldBeTooLong_StaysAsItIs()
    {
        var address = $"https://a.example/{new string('x', LinkTarget.LengthMax)}";
        Assert.Equal(address, Finish(address, html: false).Text);
    }
}
