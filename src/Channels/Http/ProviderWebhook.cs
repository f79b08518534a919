using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Channels.Delivery;
using CxOrchestrator.Channels.Sns;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Channels.Http;

/// <summary>Verifies and reads what a provider sends to its webhook. Never throws on what arrives.</summary>
public static class ProviderWebhook
{
    /// <summary>Most bytes of a body.</summary>
    public const int BodyBytesMax = 4 << 20;

    /// <summary>Most events of one request.</summary>
    public const int EventsMax = 5_000;

    private const int ChallengeLengthMax = 1_000;
    private const int IdLengthMax = 200;
    private const int ReasonLengthMax = 500;
    private const int AddressLengthMax = 500;
    private const int UrlLengthMax = 2_000;
    private const int TextLengthMax = 10_000;
    private const int SkippedWordsMax = 20;
    private const int WordLengthMax = 100;

    private static readonly ConditionalWeakTable<WebhookDefinition, CompiledWebhook> Compiled = [];

    /// <summary>What the request came to.</summary>
    /// <param name="provider">The provider of the connection that the address belongs to.</param>
    /// <param name="settings">Of the connection.</param>
    /// <param name="secrets">Of the connection, by name.</param>
    /// <param name="request">As it arrived.</param>
    /// <param name="certificates">Of Amazon SNS. One that is missing is named in the result: fetch it and read again.</param>
    /// <param name="now">For timestamps.</param>
    public static WebhookResult Read(
        ProviderDefinition provider, IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<string, string> secrets, WebhookRequest request,
        SnsCertificates certificates, DateTimeOffset now)
    {
        if (provider.Webhook is not { } webhook)
        {
            return WebhookResult.Refused($"{provider.Name} has no webhook");
        }

        if (request.Body.Length > BodyBytesMax)
        {
            return WebhookResult.Refused($"the body has more than {BodyBytesMax >> 20} MiB");
        }

        if (ReceivedWebhook.Of(request) is not { } received)
        {
            return WebhookResult.Refused("the body cannot be read");
        }

        var compiled = Compiled.GetValue(webhook, w => new CompiledWebhook(w));
        if (Challenge(webhook, compiled, received, secrets) is { } asked)
        {
            return asked;
        }

        var effective = ConnectionSettings.Effective(provider, settings);
        foreach (var check in webhook.Checks)
        {
            if (Unverified(check) is { } result)
            {
                return result;
            }
        }

        return webhook.Checks.IsEmpty ? WebhookResult.Refused("its document verifies nothing") : Events(webhook, received, secrets);

        WebhookResult? Unverified(WebhookCheck check) =>
            check is SnsCheck sns ? SnsVerification.Of(sns, received, effective, certificates, now)
            : WebhookVerification.Refusal(check, compiled.Requests, received, effective, secrets, now) is { } refusal ? WebhookResult.Refused(refusal)
            : null;
    }

    private static WebhookResult? Challenge(WebhookDefinition webhook, CompiledWebhook compiled, ReceivedWebhook received, IReadOnlyDictionary<string, string> secrets) =>
        webhook.Challenge is not { } challenge || compiled.Requests[challenge.Answer].Text(received.Document) is not { Length: > 0 and <= ChallengeLengthMax } answer ? null
        : secrets.TryGetValue(challenge.Secret, out var secret) && WebhookVerification.Same(compiled.Requests[challenge.Token].Text(received.Document), secret.Trim())
            ? new WebhookResult { Challenge = answer }
            : WebhookResult.Refused("the shared secret is not right");

    /// <summary>The events of a request; it is not asked who sent it.</summary>
    internal static WebhookResult Events(WebhookDefinition webhook, ReceivedWebhook received, IReadOnlyDictionary<string, string> secrets)
    {
        if (webhook.Checks.Any(c => c is SnsCheck) && SnsMessage.Of(received.Document).ToConfirm() is { } confirm)
        {
            return new WebhookResult { Confirm = confirm };
        }

        var compiled = Compiled.GetValue(webhook, w => new CompiledWebhook(w));
        var events = compiled.Events.Items(received.Document);
        if (events.Length > EventsMax)
        {
            return WebhookResult.Refused($"it has more than {EventsMax:N0} events");
        }

        var mask = new SecretMask(secrets.Values);
        var reports = ImmutableArray.CreateBuilder<DeliveryReport>();
        var (skipped, unreadable) = (0, 0);
        var words = new List<string>();
        foreach (var item in events)
        {
            var type = compiled.Type.Text(item);
            if (type is null || !webhook.Steps.TryGetValue(type, out var step))
            {
                skipped++;
                if (words.Count < SkippedWordsMax && Cut(type ?? "", WordLengthMax) is var word && !words.Contains(word))
                {
                    words.Add(word);
                }
            }
            else if (Report(compiled, item, type, step, mask) is { } report)
            {
                reports.Add(report);
            }
            else
            {
                unreadable++;
            }
        }

        return new WebhookResult { Reports = reports.DrainToImmutable(), Skipped = skipped, SkippedWords = [.. words], Unreadable = unreadable };
    }

    private static DeliveryReport? Report(CompiledWebhook webhook, QueryDocument item, string type, string step, SecretMask mask)
    {
        var (action, message, address) = (Bounded(webhook.Action, IdLengthMax), Bounded(webhook.Message, CompiledAnswer.IdLengthMax), Bounded(webhook.Address, AddressLengthMax));
        return action is null && message is null && address is null ? null : new DeliveryReport
        {
            Step = Enum.Parse<DeliveryStep>(step, ignoreCase: true),
            Action = action,
            ProviderId = message,
            EventId = EventId(webhook.Id?.Text(item), item, type),
            At = WebhookTimes.Of(webhook.At?.Text(item)),
            Reason = webhook.Reason?.Text(item) is { Length: > 0 } reason ? Cut(mask.Of(reason), ReasonLengthMax) : null,
            Permanent = webhook.Permanent?.Holds(item) == true,
            Address = address,
            Url = Bounded(webhook.Url, UrlLengthMax),
            Text = webhook.Text?.Text(item) is { Length: > 0 } text ? Cut(text, TextLengthMax) : null,
            Automated = webhook.Automated?.Holds(item) == true,
        };

        // What is longer than an id is none.
        string? Bounded(ProviderQuery? query, int max) => query?.Text(item)?.Trim() is { } value && value.Length > 0 && value.Length <= max ? value : null;
    }

    // Without an id of its own an event has its content's: a repetition is the same to the byte.
    private static string EventId(string? id, QueryDocument item, string type) => id?.Trim() is { Length: > 0 and <= IdLengthMax } given
        ? given
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{type}\n{id}\n{(string.IsNullOrEmpty(id) ? item.Canonical : "")}")));

    private static string Cut(string text, int max) => text.Length <= max ? text : text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)];
}
