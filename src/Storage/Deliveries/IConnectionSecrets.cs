using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Deliveries;

/// <summary>Secrets of connections, encrypted before they come here.</summary>
public interface IConnectionSecrets
{
    /// <summary>Most secrets of an installation.</summary>
    const int Max = 1_000;

    Task<ImmutableArray<ConnectionSecret>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Sets or replaces one; false where there are as many as may be.</summary>
    Task<bool> SetAsync(ConnectionSecret secret, AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>False where there is none.</summary>
    Task<bool> RemoveAsync(string connection, string name, AuditEntry entry, CancellationToken cancellationToken);
}

/// <summary>A secret of a connection.</summary>
public sealed record ConnectionSecret
{
    public required string Connection { get; init; }

    public required string Name { get; init; }

    /// <summary>Encrypted.</summary>
    public required string Value { get; init; }

    /// <summary>
    /// Where it may be sent: provider and host, as the connection named them when it was entered. A document that names others does not get it.
    /// </summary>
    public required string Target { get; init; }

    public required string SetBy { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset SetAt { get; init; }
}
