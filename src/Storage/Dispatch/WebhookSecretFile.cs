namespace CxOrchestrator.Storage.Dispatch;

/// <summary>Where the secret that signs webhooks is kept; null where several processes would each make their own.</summary>
public sealed record WebhookSecretFile(string? Path);
