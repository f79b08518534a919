using System.Collections.Immutable;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Storage;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Keys;

/// <summary>
/// Keys as they were read last: again after <see cref="AccessOptions.AccountsKnownFor"/>, so that a removed one ends within seconds everywhere.
/// A guessed one costs no read of its own. While the store is away, keys stay as they were seen last.
/// </summary>
internal sealed partial class KeyDirectory(IApiKeyStore store, IOptions<AccessOptions> options, TimeProvider clock, ILogger<KeyDirectory> logger) : IDisposable
{
    /// <summary>How soon a key that another gateway just made is looked for again.</summary>
    private static readonly TimeSpan UnknownFor = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _reading = new(1);
    private volatile Seen? _seen;

    /// <summary>The key that this text is, expired or not; null: there is none.</summary>
    public async Task<StoredApiKey?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        if (KeySecret.Id(secret) is not { } id)
        {
            return null;
        }

        var seen = await SeenAsync(options.Value.AccountsKnownFor, cancellationToken);
        if (!seen.Keys.ContainsKey(id))
        {
            seen = await SeenAsync(UnknownFor, cancellationToken);
        }

        return seen.Keys.GetValueOrDefault(id) is { } key && KeySecret.Is(key, secret) ? key : null;
    }

    public void Forget() => _seen = null;

    public void Dispose() => _reading.Dispose();

    private async Task<Seen> SeenAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        if (_seen is { } fresh && clock.GetElapsedTime(fresh.At) <= within)
        {
            return fresh;
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_seen is { } meanwhile && clock.GetElapsedTime(meanwhile.At) <= within)
            {
                return meanwhile;
            }

            var at = clock.GetTimestamp();
            var before = _seen;
            try
            {
                return _seen = new Seen((await store.ListAsync(cancellationToken)).ToImmutableDictionary(k => k.Id, StringComparer.Ordinal), at);
            }
            catch (Exception exception) when (exception is not OperationCanceledException && before is not null)
            {
                LogStale(logger, exception);
                return _seen = before with { At = at };
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    [LoggerMessage(3410, LogLevel.Warning, "Keys could not be read again; they stay as they were")]
    private static partial void LogStale(ILogger logger, Exception exception);

    private sealed record Seen(ImmutableDictionary<string, StoredApiKey> Keys, long At);
}
