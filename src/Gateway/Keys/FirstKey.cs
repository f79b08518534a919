using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Keys;

/// <summary>
/// The key that one process on a network prints at its first start: the image alone takes touchpoints at once, and nobody has to sign in for it
/// first.
/// </summary>
internal sealed class FirstKey(IApiKeyStore store, TimeProvider clock)
{
    public const string Name = "first";

    private static readonly TimeSpan ValidFor = TimeSpan.FromDays(365);

    /// <summary>Makes the key and prints its secret, once: it is stored as a hash.</summary>
    public async Task PrintAsync(string by, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (id, secret) = KeySecret.Make();
        var key = new StoredApiKey
        {
            Id = id,
            Name = Name,
            Sources = ["*"],
            Scopes = [KeyScopes.Touchpoints],
            Hash = KeySecret.Hash(secret),
            CreatedBy = by,
            CreatedAt = now,
            ExpiresAt = now + ValidFor,
        };
        var entry = new AuditEntry { By = by, Action = AuditActions.KeyAdded, Kind = "key", Id = Name, Detail = $"{KeyScopes.Touchpoints}; sources *; until {key.ExpiresAt:yyyy-MM-dd}" };
        if (await store.AddAsync(key, entry, cancellationToken) == ApiKeyChange.Done)
        {
            System.Console.WriteLine($"Send touchpoints with this key, which is shown once: Authorization: Bearer {secret}");
        }
    }
}
