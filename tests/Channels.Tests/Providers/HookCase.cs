using System.Text;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.Providers;
using CxOrchestrator.Channels.Tests.Sns;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Channels.Tests.Providers;

/// <summary>A provider's webhook, with a request as the provider documents it.</summary>
internal sealed record HookCase
{
    public const string Action = SendCase.ActionId;

    public static readonly DateTimeOffset Now = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);

    public static readonly Uri Address = new("https://cx.shop.example/hooks/c-1?x=1");

    public required string Provider { get; init; }

    public Dictionary<string, string> Settings { get; init; } = [];

    public required Dictionary<string, string> Secrets { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>The events, each a body; <see cref="Join"/> makes them one where the provider sends several at once.</summary>
    public required string[] Events { get; init; }

    /// <summary>The body of some events, signed at a time.</summary>
    public Func<IEnumerable<string>, DateTimeOffset, string> Join { get; init; } = (events, _) => events.Single();

    /// <summary>Headers that show where a body is from.</summary>
    public required Func<string, DateTimeOffset, IEnumerable<(string Name, string Value)>> Sign { get; init; }

    /// <summary>What an event means: step, action, id of the message, whether for good, address.</summary>
    public required (DeliveryStep Step, string? Action, string? Message, bool Permanent, string? Address)[] Reports { get; init; }

    /// <summary>It says when it was signed.</summary>
    public bool IsTimed { get; init; } = true;

    /// <summary>Its events come several at once.</summary>
    public bool IsBatched { get; init; }

    public ProviderDefinition Definition => BuiltInProviders.All.First(p => p.Id == Provider);

    public WebhookRequest Request(IEnumerable<string> events, DateTimeOffset at)
    {
        var body = Join(events, at);
        return new WebhookRequest
        {
            Method = "POST",
            Url = Address,
            Headers = [new("Content-Type", ContentType), .. Sign(body, at).Select(h => KeyValuePair.Create(h.Name, h.Value))],
            Body = Encoding.UTF8.GetBytes(body),
        };
    }

    public WebhookResult Read(WebhookRequest request) => ProviderWebhook.Read(Definition, Settings, Secrets, request, SnsKeys.Known, Now);

    public override string ToString() => Provider;
}
