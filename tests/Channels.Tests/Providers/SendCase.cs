using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.Providers;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Channels.Tests.Providers;

/// <summary>A connection to a provider, and what the provider documents for it.</summary>
internal sealed record SendCase
{
    public const string ActionId = "0123456789abcdef0123456789abcdef";

    public required string Provider { get; init; }

    public string Channel { get; init; } = "email";

    public string To { get; init; } = "kim@example.com";

    public Dictionary<string, string> Settings { get; init; } = [];

    public Dictionary<string, string> Secrets { get; init; } = [];

    /// <summary>A template of the provider, and its language; null: the text is sent.</summary>
    public (string Name, string? Language)? Template { get; init; }

    /// <summary>Where a click leads, and the address of an image.</summary>
    public (string Link, string Image)? Link { get; init; }

    /// <summary>Host, path and query of the request that sends.</summary>
    public required string Address { get; init; }

    /// <summary>Headers of that request, or beginnings of their values.</summary>
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Its body, to the byte.</summary>
    public required string Body { get; init; }

    /// <summary>The answer to a message that is taken.</summary>
    public required (int Status, string Body) Accepted { get; init; }

    public (string Name, string Value) AcceptedHeader { get; init; } = ("X-Double", "1");

    /// <summary>The id in that answer.</summary>
    public string? ProviderId { get; init; }

    /// <summary>The answer to a message that is never taken.</summary>
    public (int Status, string Body) Refused { get; init; } = (400, "");

    /// <summary>What people see of that answer.</summary>
    public string RefusedText { get; init; } = "400 Bad Request";

    public ProviderDefinition Definition => BuiltInProviders.All.First(p => p.Id == Provider);

    public OutgoingMessage Message => new()
    {
        Id = ActionId,
        Channel = Channel,
        To = To,
        ToName = "Kim \"K\" Ö",
        Customer = "c-1",
        Category = PolicyCategory.Service,
        Subject = "Your order",
        Text = "Line one\nand \"two\" & <three>",
        Html = Channel == "email" ? "<p>Hi</p>" : null,
        Language = "en",
        Unsubscribe = Channel == "email" ? new Uri("https://shop.example/u/1") : null,
        Policy = "late-order",
        Link = Link?.Link,
        Image = Link?.Image,
        Template = Template?.Name,
        TemplateLanguage = Template?.Language,
        Values = [new("order", "A-1"), new("days", "2")],
    };

    public HttpProviderSender Sender(IHttpClientFactory clients, TimeProvider clock, TimeSpan? timeout = null) =>
        new(Definition, Settings, Secrets, clients, timeout ?? TimeSpan.FromSeconds(20), clock);

    public override string ToString() => $"{Provider} {Channel}{(Template is null ? "" : " template")}{(Link is null ? "" : " link")}";
}
