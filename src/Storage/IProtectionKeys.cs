using System.Collections.Immutable;

namespace CxOrchestrator.Storage;

/// <summary>Keys that protect session cookies, shared by all gateways of an installation.</summary>
public interface IProtectionKeys
{
    Task<ImmutableArray<string>> AllAsync(CancellationToken cancellationToken);

    /// <summary>Adding a key that is there changes nothing.</summary>
    Task AddAsync(string name, string xml, CancellationToken cancellationToken);
}
