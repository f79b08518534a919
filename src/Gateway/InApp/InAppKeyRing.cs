using System.Collections.Immutable;
using System.Text;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Storage.Deliveries;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace CxOrchestrator.Gateway.InApp;

/// <summary>
/// Keys as they were read last: again after <see cref="AccessOptions.AccountsKnownFor"/>, so that a removed one ends within seconds everywhere. While
/// the store is away, they stay as they were.
/// </summary>
internal sealed partial class InAppKeyRing(IInAppKeys store, InAppSecret secrets, IOptions<AccessOptions> options, TimeProvider clock, ILogger<InAppKeyRing> logger) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1);
    private volatile Seen? _seen;

    /// <summary>Empty: no key was made, and no token is valid.</summary>
    public async Task<ImmutableArray<SecurityKey>> KeysAsync(CancellationToken cancellationToken)
    {
        if (Fresh() is { } fresh)
        {
            return fresh.Keys;
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (Fresh() is { } meanwhile)
            {
                return meanwhile.Keys;
            }

            var (at, before) = (clock.GetTimestamp(), _seen);
            try
            {
                _seen = new Seen(Of(await store.ListAsync(cancellationToken)), at);
            }
            catch (Exception exception) when (exception is not OperationCanceledException && before is not null)
            {
                LogStale(logger, exception);
                _seen = before with { At = at };
            }

            return _seen.Keys;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Forget() => _seen = null;

    public void Dispose() => _reading.Dispose();

    private Seen? Fresh() => _seen is { } seen && clock.GetElapsedTime(seen.At) <= options.Value.AccountsKnownFor ? seen : null;

    private ImmutableArray<SecurityKey> Of(ImmutableArray<InAppKey> keys) =>
    [
        .. from key in keys
           let secret = secrets.Read(key.Id, key.Secret)
           where secret is not null
           select (SecurityKey)new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)) { KeyId = key.Id },
    ];

    [LoggerMessage(3602, LogLevel.Warning, "In-app keys could not be read again; they stay as they were")]
    private static partial void LogStale(ILogger logger, Exception exception);

    private sealed record Seen(ImmutableArray<SecurityKey> Keys, long At);
}
