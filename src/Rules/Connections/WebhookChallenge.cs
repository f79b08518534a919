namespace CxOrchestrator.Rules.Connections;

/// <summary>A request by which a provider asks whether the webhook is ours, answered with a text of its own. Expressions are JMESPath over the request.</summary>
/// <param name="Token">Where it has the secret that was entered at the provider.</param>
/// <param name="Secret">That secret.</param>
/// <param name="Answer">What it wants to have back; where there is nothing, the request is another one.</param>
public sealed record WebhookChallenge(string Token, string Secret, string Answer);
