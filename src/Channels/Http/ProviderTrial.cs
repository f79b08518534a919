using System.Collections.Immutable;
using System.Text;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Http;

/// <summary>Tries a provider document without sending anything: the request that it makes, and what it makes of a recorded answer or webhook.</summary>
public static class ProviderTrial
{
    private const string AddressShown = "https://secret.invalid";

    /// <summary>The request for a message, with every secret hidden and without what only the moment of sending knows: signatures and tokens.</summary>
    public static TrialRequest Request(ProviderDefinition provider, IReadOnlyDictionary<string, string> settings, OutgoingMessage message)
    {
        var problems = ConnectionSettings.Problems(provider, settings);
        if (!problems.IsEmpty)
        {
            return new TrialRequest { Problem = string.Join("; ", problems) };
        }

        try
        {
            var secrets = provider.Secrets.ToDictionary(s => s.Name, s => IsAddress(provider, s) ? AddressShown : $"({s.Name})", StringComparer.Ordinal);
            var compiled = CompiledProvider.Of(provider, settings);
            var request = RequestFactory.Send(compiled, MessageValues.Values(message, compiled.Settings, secrets));
            return new TrialRequest
            {
                Method = request.Method.Method,
                Url = request.Url.AbsoluteUri,
                Headers = [.. request.Headers, .. Auth(provider.Send.Auth)],
                ContentType = request.ContentType,
                Body = request.Body is null ? null : Encoding.UTF8.GetString(request.Body),
            };
        }
        catch (TemplateFailedException failed)
        {
            return new TrialRequest { Problem = failed.Message };
        }
    }

    /// <summary>What a recorded answer means.</summary>
    public static SendAnswer Answer(ProviderDefinition provider, int status, IEnumerable<KeyValuePair<string, string>> headers, string body, DateTimeOffset now) =>
        new CompiledAnswer(provider).Of(ReceivedAnswer.Of(status, headers, body, now), new SecretMask([]));

    /// <summary>The reports in a recorded webhook, without verifying it: a recorded signature is too old, and the secrets may not be there.</summary>
    public static WebhookResult Webhook(ProviderDefinition provider, WebhookRequest request) =>
        provider.Webhook is not { } webhook ? WebhookResult.Refused($"{provider.Name} has no webhook")
        : request.Body.Length > ProviderWebhook.BodyBytesMax || ReceivedWebhook.Of(request) is not { } received ? WebhookResult.Refused("the body cannot be read")
        : ProviderWebhook.Events(webhook, received, ImmutableDictionary<string, string>.Empty);

    private static bool IsAddress(ProviderDefinition provider, ProviderSecret secret) => provider.Send.Url.TrimStart('{', '-', ' ').StartsWith($"secrets.{secret.Name}", StringComparison.Ordinal);

    private static IEnumerable<KeyValuePair<string, string>> Auth(RequestAuth? auth) => auth switch
    {
        null => [],
        HeaderAuth header => [new(header.Name, SecretMask.Shown)],
        BasicAuth => [new("Authorization", $"Basic {SecretMask.Shown}")],
        AwsAuth => [new("Authorization", $"AWS4-HMAC-SHA256 {SecretMask.Shown}")],
        _ => [new("Authorization", $"Bearer {SecretMask.Shown}")],
    };
}
