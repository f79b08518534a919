using System.Collections.Immutable;

namespace CxOrchestrator.Silo.Storage;

/// <summary>Local accounts.</summary>
public interface IAccountStore
{
    /// <summary>Most accounts; a further one is refused.</summary>
    const int AccountsMax = 1_000;

    /// <summary>In the order of their names.</summary>
    Task<ImmutableArray<StoredAccount>> ListAsync(CancellationToken cancellationToken);

    Task<StoredAccount?> GetAsync(string name, CancellationToken cancellationToken);

    /// <summary>Stores the account in the place of its version <paramref name="replaces"/> (0: where there is none), with the audit entry; null where another version is stored.</summary>
    Task<StoredAccount?> PutAsync(StoredAccount account, long replaces, AuditEntry entry, CancellationToken cancellationToken);
}

/// <summary>Somebody who works here.</summary>
public sealed record StoredAccount
{
    /// <summary>What they sign in with and what the audit trail says of them.</summary>
    public required string Name { get; init; }

    public required string DisplayName { get; init; }

    public required ImmutableArray<string> Roles { get; init; }

    /// <summary>Null: nobody can sign in with a password.</summary>
    public string? PasswordHash { get; init; }

    public bool Disabled { get; init; }

    /// <summary>Grows with every change.</summary>
    public long Version { get; init; }
}
