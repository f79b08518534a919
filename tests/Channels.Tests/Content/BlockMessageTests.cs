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

/// <summary>Messages written as blocks, as they go out.</summary>
public sealed class BlockMessageTests
{
    private const string Template = """
        kind: template
        id: t
        name: T
        format: html
        fallback: en
        languages:
          en:
            subject: Late
            preheader: Here is a voucher
            blocks:
              - heading: {text: Sorry}
              - text: "**Late.** [See](https://shop.pt/orders)"
              - button: {label: Use it, link: "https://shop.pt/voucher"}
              - columns: [[{text: Left}], [{text: Right}]]
              - unsubscribe
        """;

    private static FinishedMessage Finish()
    {
        var template = Assert.Single(DefinitionReader.Read([new("t.yaml", Template)]).Set!.Templates);
        var body = template.For("en").Text.Fill(new Facts(CustomerState.For(Make.Customer), CompiledDefinitions.Empty, Make.Start));
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
        return MessageFinisher.Finish(draft, new LinkSettings { Address = new("https://news.example/") }, new LinkKeyRing([new LinkKey(1, new byte[LinkKey.SecretBytes])]));
    }

    [Fact]
    public void Finish_Blocks_KeepDarkColorsInTheirMediaQuery()
    {
        var message = Finish();
        var document = new HtmlParser().ParseDocument(message.Html!);

        Assert.Contains("prefers-color-scheme: dark", document.QuerySelector("style")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("max-width: 620px", document.QuerySelector("style")!.TextContent, StringComparison.Ordinal);
        Assert.All(document.QuerySelectorAll("[style]"), e => Assert.DoesNotContain("important", e.GetAttribute("style"), StringComparison.Ordinal));
        Assert.All(document.QuerySelectorAll(".cx-card"), e => Assert.Contains("background:#ffffff", e.GetAttribute("style")!.Replace(": ", ":", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.DoesNotContain("display:block", document.QuerySelector(".cx-col")!.GetAttribute("style")!.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_Blocks_TrackTheirLinksAndUnsubscribe()
    {
        var links = new HtmlParser().ParseDocument(Finish().Html!).QuerySelectorAll("a").ToDictionary(a => a.TextContent, a => a.GetAttribute("href")!);

        Assert.StartsWith("https://news.example/l/", links["See"], StringComparison.Ordinal);
        Assert.StartsWith("https://news.example/l/", links["Use it"], StringComparison.Ordinal);
        Assert.StartsWith("https://news.example/u/", links["Unsubscribe"], StringComparison.Ordinal);
        Assert.StartsWith("https://news.example/p/", links["Manage preferences"], StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_Blocks_HaveATextWithoutThePreheader()
    {
        var text = Finish().Text;

        Assert.StartsWith("Sorry", text, StringComparison.Ordinal);
        Assert.DoesNotContain("voucher\n", text, StringComparison.Ordinal);
        Assert.Contains("Use it (https://news.example/l/", text, StringComparison.Ordinal);
    }
}
