using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Http;

/// <summary>The expressions of a webhook.</summary>
internal sealed class CompiledWebhook(WebhookDefinition webhook)
{
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

    /// <summary>Those over the request, of the checks and the challenge.</summary>
    public RequestQueries Requests { get; } = new([webhook.Challenge?.Token, webhook.Challenge?.Answer, .. RequestQueries.Of(webhook.Checks)]);
}
