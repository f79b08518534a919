using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Dispatch;

/// <summary>An address that answered 410 Gone. Nothing is sent there until somebody enables it again.</summary>
public sealed record DisabledEndpoint
{
    /// <summary>The address without user, query and fragment.</summary>
    public required string Url { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset DisabledAt { get; init; }

    /// <summary>What it answered.</summary>
    public required string Reason { get; init; }
}

/// <summary>Addresses of webhooks that are disabled. Each change is in the audit trail, in the same transaction.</summary>
public interface IWebhookEndpoints
{
    /// <summary>Most that are listed.</summary>
    const int ListMax = 1_000;

    /// <summary>The kind of the audit entries.</summary>
    const string AuditKind = "webhookEndpoint";

    /// <summary>Newest first.</summary>
    Task<ImmutableArray<DisabledEndpoint>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Null where it is enabled.</summary>
    Task<DisabledEndpoint?> FindAsync(string url, CancellationToken cancellationToken);

    /// <summary>False, and nothing changed, where it is disabled already.</summary>
    Task<bool> DisableAsync(string url, string reason, AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>False where it is enabled.</summary>
    Task<bool> EnableAsync(string url, AuditEntry entry, CancellationToken cancellationToken);
}
