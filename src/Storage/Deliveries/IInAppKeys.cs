using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Deliveries;

/// <summary>Keys that sign the tokens of customers' apps.</summary>
public interface IInAppKeys
{
    /// <summary>Most keys: enough to change one without a gap.</summary>
    const int Max = 5;

    /// <summary>By name.</summary>
    Task<ImmutableArray<InAppKey>> ListAsync(CancellationToken cancellationToken);

    /// <summary>False where its name is taken, or there are as many as may be.</summary>
    Task<bool> AddAsync(InAppKey key, AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>False where there is none.</summary>
    Task<bool> RemoveAsync(string id, AuditEntry entry, CancellationToken cancellationToken);
}
