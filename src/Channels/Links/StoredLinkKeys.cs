using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Channels.Links;

/// <summary>Link keys in the store, encrypted like secrets of connections: the first process that needs one makes it.</summary>
internal sealed class StoredLinkKeys(IConnectionSecrets secrets, SecretBox box, TimeProvider clock) : ILinkKeys, IDisposable
{
    /// <summary>Under which they are among the secrets of connections; no connection can have this id.</summary>
    public const string Place = "$links";

    private const string Name = "key-";
    private const int NameBytes = 8;

    /// <summary>How soon a key that another process made is known here.</summary>
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile Known? _known;

    private sealed record Known(LinkKeyRing Ring, long At);

    public async ValueTask<LinkKeyRing> CurrentAsync(CancellationToken cancellationToken)
    {
        if (_known is { } known && clock.GetElapsedTime(known.At) < KnownFor)
        {
            return known.Ring;
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_known is { } meanwhile && clock.GetElapsedTime(meanwhile.At) < KnownFor)
            {
                return meanwhile.Ring;
            }

            var ring = await ReadAsync(cancellationToken);
            if (ring.Newest is null)
            {
                await MakeAsync(cancellationToken);
                ring = await ReadAsync(cancellationToken);
            }

            _known = new Known(ring, clock.GetTimestamp());
            return ring;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private async Task<LinkKeyRing> ReadAsync(CancellationToken cancellationToken)
    {
        var stored = (await secrets.ListAsync(cancellationToken)).Where(s => s.Connection == Place).OrderByDescending(s => s.SetAt).ThenBy(s => s.Name, StringComparer.Ordinal);
        var keys = ImmutableArray.CreateBuilder<LinkKey>();
        foreach (var secret in stored)
        {
            // Two that were made at the same moment both verify; of one id, the one that every process sorts first.
            if (box.Open(secret) is { } text && keys.Count < LinkKeyRing.KeysMax && IdOf(secret.Name) is var id && keys.All(k => k.Id != id))
            {
                keys.Add(new LinkKey(id, Convert.FromBase64String(text)));
            }
        }

        return new LinkKeyRing(keys.ToImmutable());
    }

    private Task<bool> MakeAsync(CancellationToken cancellationToken)
    {
        var secret = LinkKey.Create(0).Export();
        var name = Name + Convert.ToHexStringLower(SHA256.HashData(secret).AsSpan(0, NameBytes));
        return secrets.SetAsync(
            new ConnectionSecret { Connection = Place, Name = name, Value = box.Seal(Place, name, Convert.ToBase64String(secret)), Target = "links", SetBy = "system", SetAt = clock.GetUtcNow() },
            new AuditEntry { By = "system", Action = AuditActions.SecretSet, Kind = IConnectionStates.AuditKind, Id = "links", Detail = "the key that signs links in messages" },
            cancellationToken);
    }

    private static byte IdOf(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name))[0];
}
