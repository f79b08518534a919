using AngleSharp.Html.Parser;
using CxOrchestrator.Channels.Content;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Definitions;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Channels.Tests.Content;

/// <summary>Links to forms, from a template to the message that leaves.</summary>
public sealed class FormMessageTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);
    private static readonly LinkKeyRing Ring = new([new LinkKey(1, new byte[LinkKey.SecretBytes])]);

    private static FinishedMessage Send(string text, bool html, Uri? address, bool test = false)
    {
        var documents = "kind: form\nid: f\nname: F\nscore: nps\nattributes: [order, ticket]\nfallback: en\nlanguages: {en: {title: T, question: Q}}\n---\n"
            + $"kind: template\nid: t\nname: T\nformat: {(html ? "html" : "text")}\nfallback: en\nlanguages:\n  en:\n    subject: S\n    text: '{text.Replace("'", "''", StringComparison.Ordinal)}'\n";
        var template = DefinitionReader.Read([new("t", documents)]).Set!.Templates[0];
        var touchpoint = new Touchpoint { Identity = new("s", "1"), Type = "a", Customer = new("c1"), At = Now, Attributes = AttributeSet.Of(new NamedValue("order", Scalar.Of("47 11/ü;=&\"<"))) };
        var facts = new Facts(CustomerState.For(new("c1")), CompiledDefinitions.Empty, Now) { Touchpoint = touchpoint };
        var draft = new MessageDraft
        {
            Action = "0123456789abcdef0123456789abcdef",
            Customer = CustomerKey.For(new("c1")),
            Channel = "email",
            Category = PolicyCategory.Promotion,
            Policy = "p",
            Body = template.For("en").Text.Fill(facts),
            IsHtml = html,
            DecidedAt = Now,
            Test = test,
        };
        return MessageFinisher.Finish(draft, new LinkSettings { Address = address }, Ring);
    }

    private static (FormToken? Token, string Query) Read(string? address) =>
        address?.StartsWith("https://news.example/f/", StringComparison.Ordinal) == true && new Uri(address) is var uri ? (FormSigner.Read(uri.Segments[^1], Ring), uri.Query) : (null, "");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Send_LinksOfARow_AreSignedForOneAnswer(bool test)
    {
        var message = Send(
            "<p><a href=\"{{ 'f' | form_link: order: touchpoint.order, ticket: touchpoint.ticket, score: 0 }}\">0</a> <a href=\"{{ 'f' | form_link: order: touchpoint.order, score: 10 }}\">10</a></p>",
            html: true, new("https://news.example/"), test);

        var links = new HtmlParser().ParseDocument(message.Html!).QuerySelectorAll("a").Select(a => Read(a.GetAttribute("href"))).ToList();
        Assert.Equal(["?score=0", "?score=10"], links.Select(l => l.Query));
        Assert.All(links, l => Assert.Equal(("f", "c1", Now, test), (l.Token!.Form, l.Token.Customer.Customer.Value, l.Token.IssuedAt, l.Token.IsTest)));
        Assert.All(links, l => Assert.Equal([KeyValuePair.Create("order", "47 11/ü;=&\"<")], l.Token!.Attributes));
        Assert.Single(links.Select(l => l.Token!.Answer).Distinct());
        Assert.Contains("https://news.example/f/", message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Send_PlainText_HasTheLink()
    {
        var text = Send("How was it? {{ \"f\" | form_link: order: touchpoint.order }}. Thank you", html: false, new("https://news.example/")).Text;

        var address = text.Split(' ').Single(w => w.StartsWith("https:", StringComparison.Ordinal)).TrimEnd('.');
        Assert.NotNull(Read(address).Token);
    }

    [Fact]
    public void Send_WithoutAPublicAddress_HasNoLink()
    {
        var message = Send("<p><a href=\"{{ 'f' | form_link }}\">Tell us</a></p>", html: true, address: null);

        Assert.DoesNotContain("href", message.Html, StringComparison.Ordinal);
        Assert.Contains("Tell us", message.Html, StringComparison.Ordinal);
    }
}
