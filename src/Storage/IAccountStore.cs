using System.Collections.Immutable;

namespace CxOrchestrator.Storage;

/// <summary>Local accounts.</summary>
public interface IAccountStore
{
    /// <summary>Most accounts; a further one is refused.</summary>
    const int AccountsMax = 1_000;

    /// <summary>In the order of their names.</summary>
    Task<ImmutableArray<StoredAccount>> ListAsync(CancellationToken cancellationToken);

    Task<StoredAccount?> GetAsync(string name, CancellationToken cancellationToken);

    /// <summary>The account of whom a sign-in provider calls this.</summary>
    Task<StoredAccount?> FindAsync(string subject, CancellationToken cancellationToken);

    /// <summary>
    /// Stores the account in the place of its version <paramref name="replaces"/> (0: where there is none), with the audit entry; null where another
    /// version is stored, or a new one's name or subject is taken. Its second factor stays as it is stored: see <see cref="PutSecondFactorAsync"/>.
    /// </summary>
    Task<StoredAccount?> PutAsync(StoredAccount account, long replaces, AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Gives the account another stamp, which ends its sessions, with the audit entry. Its version stays.</summary>
    Task StampAsync(string name, string stamp, AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>
    /// Stores <paramref name="replacement"/> as the account's second factor where <paramref name="seen"/> is stored (null: none), with the audit entry if there
    /// is one, and with another stamp if one is given. False where something else is stored: of two who use the same code, also at two gateways, one
    /// gets false. The account's version stays.
    /// </summary>
    Task<bool> PutSecondFactorAsync(string name, StoredSecondFactor? seen, StoredSecondFactor? replacement, string? stamp, AuditEntry? entry, CancellationToken cancellationToken);
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

    /// <summary>What a sign-in provider calls them, and whom else never; given when the account is new and kept. Null: a local account.</summary>
    public string? Subject { get; init; }

    public bool Disabled { get; init; }

    /// <summary>Each session carries it; those with another one have ended.</summary>
    public string Stamp { get; init; } = "";

    /// <summary>Somebody else chose the password: it is good for choosing another one, and for nothing else.</summary>
    public bool MustChange { get; init; }

    /// <summary>Null: signing in takes the password alone.</summary>
    public StoredSecondFactor? SecondFactor { get; init; }

    /// <summary>An administrator requires a second factor of this account, whatever its roles are.</summary>
    public bool SecondFactorRequired { get; init; }

    /// <summary>Grows with every change.</summary>
    public long Version { get; init; }
}
