using System.Collections.Frozen;
using System.Diagnostics;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Http;

/// <summary>The expressions of a webhook.</summary>
internal sealed class CompiledWebhook(WebhookDefinition webhook)
{
    private readonly FrozenDictionary<string, ProviderQuery> _ofRequest = OfRequest(webhook).Distinct(StringComparer.Ordinal)
        .ToFrozenDictionary(q => q, CompiledProvider.Query, StringComparer.Ordinal);

    public WebhookDefinition Definition => webhook;

    public ProviderQuery Events { get; } = CompiledProvider.Query(webhook.Events);

    public ProviderQuery Type { get; } = CompiledProvider.Query(webhook.Type);

    public ProviderQuery? Id { get; } = CompiledProvider.Optional(webhook.Id);

    public ProviderQuery? At { get; } = CompiledProvider.Optional(webhook.At);

    public ProviderQuery? Action { get; } = CompiledProvider.Optional(webhook.Action);

    public ProviderQuery? Message { get; } = CompiledProvider.Optional(webhook.Message);

    public ProviderQuery? Reason { get; } = CompiledProvider.Optional(webhook.Reason);

    public ProviderQuery? Permanent { get; } = CompiledProvider.Optional(webhook.Permanent);

    public ProviderQuery? Address { get; } = CompiledProvider.Optional(webhook.Address);

    public ProviderQuery? Url { get; } = CompiledProvider.Optional(webhook.Url);

    public ProviderQuery? Text { get; } = CompiledProvider.Optional(webhook.Text);

    public ProviderQuery? Automated { get; } = CompiledProvider.Optional(webhook.Automated);

    /// <summary>An expression over the request, of a check or the challenge.</summary>
    public ProviderQuery Query(string expression) => _ofRequest[expression];

    private static IEnumerable<string> OfRequest(WebhookDefinition webhook)
    {
        IEnumerable<string?> all =
        [
            webhook.Challenge?.Token,
            webhook.Challenge?.Answer,
            .. webhook.Checks.SelectMany(c => c switch
            {
                SharedCheck shared => [shared.Value],
                SignatureCheck signature => [signature.Signature, signature.Timestamp, signature.Nonce],
                JwtCheck jwt => [jwt.Token],
                BasicCheck or SnsCheck => (IEnumerable<string?>)[],
                _ => throw new UnreachableException($"No expressions of {c.GetType().Name}."),
            }),
        ];
        return all.OfType<string>();
    }
}
