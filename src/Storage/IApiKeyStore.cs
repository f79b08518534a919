using System.Collections.Immutable;
using System.Text.Json;

namespace CxOrchestrator.Storage;

/// <summary>Keys with which machines send. A key has a name; while it is rotated two secrets of the name are valid.</summary>
public interface IApiKeyStore
{
    /// <summary>Most secrets that are stored; a further one is refused.</summary>
    const int KeysMax = 1_000;

    /// <summary>Most secrets of one name that are valid at a time.</summary>
    const int ValidMax = 2;

    /// <summary>By name, then from the oldest to the newest.</summary>
    Task<ImmutableArray<StoredApiKey>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Stores a key under a name that has none.</summary>
    Task<ApiKeyChange> AddAsync(StoredApiKey key, AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Stores a further secret of the key's name; the one before ends at <paramref name="earlierUntil"/> at the latest. Secrets that expired are removed.</summary>
    Task<ApiKeyChange> RotateAsync(StoredApiKey key, DateTimeOffset earlierUntil, AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Removes the secret with this id of a name, or all of them. False where there is none.</summary>
    Task<bool> RemoveAsync(string name, string? id, AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Notes when secrets were used last, by id; an earlier moment than the stored one changes nothing.</summary>
    Task UsedAsync(ImmutableDictionary<string, DateTimeOffset> uses, CancellationToken cancellationToken);
}

/// <summary>What came of a change.</summary>
public enum ApiKeyChange
{
    Done,

    /// <summary>The name has a key already.</summary>
    NameTaken,

    /// <summary>The name has no key.</summary>
    UnknownName,

    /// <summary>Two secrets of the name are valid already.</summary>
    TwoValid,

    /// <summary>There are <see cref="IApiKeyStore.KeysMax"/>.</summary>
    TooMany,
}

/// <summary>A secret of a key. What it is, is stored as a hash only.</summary>
public sealed record StoredApiKey
{
    /// <summary>Part of the secret, by which it is found.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Sources that it may send for; one that ends with <c>*</c> matches every source that begins with it.</summary>
    public required ImmutableArray<string> Sources { get; init; }

    public required ImmutableArray<string> Scopes { get; init; }

    /// <summary>SHA-256 of the secret, in hexadecimal digits. The secret is random and long: it takes no slow hash.</summary>
    public required string Hash { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Null: not so far.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Sources and scopes as one text for a column.</summary>
    public static string Text(ImmutableArray<string> values) => JsonSerializer.Serialize(values.AsSpan().ToArray());

    public static ImmutableArray<string> Values(string text) => [.. JsonSerializer.Deserialize<string[]>(text)!];
}
