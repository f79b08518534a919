using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Sources.Pulling;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Sources.Receiving;

/// <summary>
/// Secrets of sources. They are read from the store, and decrypted, at most once a second: a gateway takes thousands of deliveries in that time. During a
/// rotation the secret before stays valid for a time.
/// </summary>
public sealed class SourceSecrets(IConnectionSecrets store, SecretReading reading, SecretBox box, TimeProvider clock) : IDisposable
{
    /// <summary>Longest time that the secret before stays valid.</summary>
    public static readonly TimeSpan BeforeMax = TimeSpan.FromDays(30);

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    // No secret of a document can have it: their names are letters and digits.
    private const string BeforeSuffix = ".before";

    private readonly SemaphoreSlim _reading = new(1);
    private volatile Read? _read;

    private sealed record Read(long At, ImmutableArray<ConnectionSecret> Secrets)
    {
        /// <summary>By connection, and by the documents that they were made for.</summary>
        public ConcurrentDictionary<string, Sets> Made { get; } = new(StringComparer.Ordinal);
    }

    private sealed record Sets(
        SourceConnection Connection, SourceDefinition? Kind, IReadOnlyDictionary<string, string> Current, ImmutableArray<string> Problems, ImmutableArray<(string Name, DateTimeOffset Until, string Secret)> Before);

    /// <summary>What a secret of a source is entered for: the kind, and the places that it is sent to. Most never leave, and are compared alone.</summary>
    public static string Target(SourceDefinition? kind, SourceConnection connection, string name) =>
        PullTargets.Of(kind, connection, name) is { Length: > 0 } places ? $"source {connection.Source} at {places}" : $"source {connection.Source}";

    /// <summary>Sets of secrets by name: the current ones, and with those before where a rotation is under way.</summary>
    /// <returns>The sets, and what is wrong with secrets, in sentences.</returns>
    public async ValueTask<(ImmutableArray<IReadOnlyDictionary<string, string>> Sets, ImmutableArray<string> Problems)> OfAsync(SourceConnection connection, SourceDefinition? kind, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(cancellationToken);
        if (!read.Made.TryGetValue(connection.Id, out var sets) || !ReferenceEquals(sets.Connection, connection) || !ReferenceEquals(sets.Kind, kind))
        {
            read.Made[connection.Id] = sets = Make(connection, kind, read.Secrets);
        }

        var now = clock.GetUtcNow();
        if (!sets.Before.Any(b => b.Until > now))
        {
            return ([sets.Current], sets.Problems);
        }

        var earlier = new Dictionary<string, string>(sets.Current, StringComparer.Ordinal);
        foreach (var before in sets.Before.Where(b => b.Until > now))
        {
            earlier[before.Name] = before.Secret;
        }

        return ([sets.Current, earlier], sets.Problems);
    }

    /// <summary>Until when the secret before that of this name is valid; null: it is not, or there is none.</summary>
    public DateTimeOffset? BeforeUntil(ImmutableArray<ConnectionSecret> entered, string connection, string name) =>
        entered.FirstOrDefault(s => s.Connection == connection && s.Name == name + BeforeSuffix) is { } stored && Opened(stored) is { } before && before.Until > clock.GetUtcNow() ? before.Until : null;

    /// <summary>Those that were entered, at most a second old.</summary>
    public async ValueTask<ImmutableArray<ConnectionSecret>> AllAsync(CancellationToken cancellationToken) => (await ReadAsync(cancellationToken)).Secrets;

    /// <summary>Enters a secret; with <paramref name="keepBefore"/> the one that was there stays valid as well. False where there are as many as may be.</summary>
    public async Task<bool> SetAsync(SourceConnection connection, SourceDefinition? kind, string name, string value, TimeSpan keepBefore, string by, Storage.AuditEntry entry, CancellationToken cancellationToken)
    {
        var target = Target(kind, connection, name);
        var had = (await store.ListAsync(cancellationToken)).FirstOrDefault(s => s.Connection == connection.Id && s.Name == name && s.Target == target);
        var until = clock.GetUtcNow() + keepBefore;
        if (keepBefore > TimeSpan.Zero && had is not null && box.Open(had) is { } before
            && !await store.SetAsync(Secret(name + BeforeSuffix, $"{until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)} {before}"), entry with { Detail = $"{name} before, until {until:O}" }, cancellationToken))
        {
            return false;
        }

        if (keepBefore <= TimeSpan.Zero)
        {
            await store.RemoveAsync(connection.Id, name + BeforeSuffix, entry with { Detail = $"{name} before" }, cancellationToken);
        }

        var set = await store.SetAsync(Secret(name, value), entry, cancellationToken);
        _read = null;
        return set;

        ConnectionSecret Secret(string of, string text) => new()
        {
            Connection = connection.Id,
            Name = of,
            Value = box.Seal(connection.Id, of, text),
            Target = target,
            SetBy = by,
            SetAt = clock.GetUtcNow(),
        };
    }

    /// <summary>Removes a secret, and the one before it. False where there is none.</summary>
    public async Task<bool> RemoveAsync(string connection, string name, Storage.AuditEntry entry, CancellationToken cancellationToken)
    {
        await store.RemoveAsync(connection, name + BeforeSuffix, entry with { Detail = $"{name} before" }, cancellationToken);
        var removed = await store.RemoveAsync(connection, name, entry, cancellationToken);
        _read = null;
        return removed;
    }

    public void Dispose() => _reading.Dispose();

    private Sets Make(SourceConnection connection, SourceDefinition? kind, ImmutableArray<ConnectionSecret> all)
    {
        var own = all.RemoveAll(s => s.Connection != connection.Id || s.Name.EndsWith(BeforeSuffix, StringComparison.Ordinal));
        var (current, problems) = reading.Of(connection.Id, connection.Secrets, own, name => Target(kind, connection, name));
        var before = all.Where(s => s.Connection == connection.Id && s.Name.EndsWith(BeforeSuffix, StringComparison.Ordinal))
            .Select(s => (Name: s.Name[..^BeforeSuffix.Length], Opened: Opened(s))).Where(b => b.Opened is not null && current.ContainsKey(b.Name))
            .Select(b => (b.Name, b.Opened!.Value.Until, b.Opened.Value.Secret));
        return new(connection, kind, current, problems, [.. before]);
    }

    private async ValueTask<Read> ReadAsync(CancellationToken cancellationToken)
    {
        if (_read is { } read && clock.GetElapsedTime(read.At) < Fresh)
        {
            return read;
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_read is { } fresh && clock.GetElapsedTime(fresh.At) < Fresh)
            {
                return fresh;
            }

            var at = clock.GetTimestamp();
            return _read = new Read(at, await store.ListAsync(cancellationToken));
        }
        finally
        {
            _reading.Release();
        }
    }

    private (DateTimeOffset Until, string Secret)? Opened(ConnectionSecret stored) =>
        box.Open(stored) is { } text && text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space && long.TryParse(text.AsSpan(0, space), CultureInfo.InvariantCulture, out var seconds)
            ? (DateTimeOffset.FromUnixTimeSeconds(seconds), text[(space + 1)..])
            : null;
}
