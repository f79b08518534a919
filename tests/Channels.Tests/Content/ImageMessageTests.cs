using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CxOrchestrator.Channels.Content;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Definitions;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Channels.Tests.Content;

/// <summary>Uploaded images and products in messages, as they go out.</summary>
public sealed class ImageMessageTests
{
    private const string File = "0123456789abcdef0123456789abcdef.png";
    private static readonly Uri Address = new("https://news.example/");

    private static readonly string Template = $$$"""
        kind: template
        id: t
        name: T
        format: html
        fallback: en
        languages:
          en:
            subject: Late
            blocks:
              - image: {source: "image:{{{File}}}", alt: A truck, link: "https://shop.pt"}
              - products:
                  layout: grid
                  items:
                    - {name: Shoe, image: "image:{{{File}}}", price: 9.90 EUR, link: "https://shop.pt/shoe"}
                    - {name: "{{ touchpoint.other | default: '' }}", image: "https://shop.pt/x.png"}
        """;

    private static FinishedMessage Finish(string? html = null, Uri? address = null)
    {
        var body = html ?? Assert.Single(DefinitionReader.Read([new("t.yaml", Template)]).Set!.Templates).For("en").Text
            .Fill(new Facts(CustomerState.For(Make.Customer), CompiledDefinitions.Empty, Make.Start) { Touchpoint = Make.Touchpoint("a", Make.Start) });
        var draft = new MessageDraft
        {
            Action = "0123456789abcdef0123456789abcdef",
            Customer = CustomerKey.For(Make.Customer),
            Channel = "email",
            Category = PolicyCategory.Promotion,
            Policy = "p",
            Body = body,
            IsHtml = true,
        };
        return MessageFinisher.Finish(draft, new LinkSettings { Address = address }, new LinkKeyRing([new LinkKey(1, new byte[LinkKey.SecretBytes])]));
    }

    [Fact]
    public void Finish_References_LeadToThePublicAddress()
    {
        var images = new HtmlParser().ParseDocument(Finish(address: Address).Html!).QuerySelectorAll("img").Select(i => i.GetAttribute("src")!).ToList();

        Assert.Equal([$"https://news.example/i/{File}", $"https://news.example/i/{File}"], images.Where(i => !i.Contains("/o/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Finish_WithoutAPublicAddress_SaysWhatImagesShow()
    {
        var message = Finish();

        Assert.DoesNotContain("<img", message.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("image:", message.Html, StringComparison.Ordinal);
        Assert.Contains("A truck", message.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_ReferencesInHtml_AreResolvedInImagesAndBackgroundsOnly()
    {
        var html = Finish($"<table background='image:{File}'><tr><td><img alt='x' src='image:{File}'>image:{File}</td></tr></table>", Address).Html!;

        Assert.Contains($"background=\"https://news.example/i/{File}\"", html, StringComparison.Ordinal);
        Assert.Contains($">image:{File}</td>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_HtmlThatIsTooDeep_HasItsImagesToo()
    {
        var html = Finish(string.Concat(Enumerable.Repeat("<div>", 300)) + $"<img src=\"image:{File}\">", Address).Html!;

        Assert.Contains($"src=\"https://news.example/i/{File}\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_Products_AreNamedOnceInPlainText()
    {
        var message = Finish(address: Address);

        Assert.Single(System.Text.RegularExpressions.Regex.Matches(message.Text, "Shoe"));
        Assert.Contains("Shoe (https://news.example/l/", message.Text, StringComparison.Ordinal);
        Assert.Contains("9.90 EUR", message.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("data-cx-text", message.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("x.png", message.Html, StringComparison.Ordinal);
    }
}
