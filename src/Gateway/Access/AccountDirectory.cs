using System.Collections.Concurrent;
using CxOrchestrator.Storage;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Accounts as sessions see them: read again now and then. While the store is away, as they were last seen.</summary>
internal sealed class AccountDirectory(IAccountStore store, IOptions<AccessOptions> options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, (StoredAccount? Account, long SeenAt)> _seen = new(StringComparer.Ordinal);
    private readonly Lock _keeping = new();
    private long _changes;

    /// <summary>Null where there is none, or it is disabled.</summary>
    public async Task<StoredAccount?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (!_seen.TryGetValue(name, out var seen) || clock.GetElapsedTime(seen.SeenAt) > options.Value.AccountsKnownFor)
        {
            try
            {
                var changes = Volatile.Read(ref _changes);
                seen = (await store.GetAsync(name, cancellationToken), clock.GetTimestamp());
                Keep(name, seen, changes);
            }
            catch (Exception exception) when (exception is not OperationCanceledException && seen.Account is not null)
            {
                // Who was known goes on: screens are needed most while something is down.
            }
        }

        return seen.Account is { Disabled: false } account ? account : null;
    }

    public void Forget(string name)
    {
        lock (_keeping)
        {
            _changes++;
            _seen.TryRemove(name, out _);
        }
    }

    private void Keep(string name, (StoredAccount? Account, long SeenAt) seen, long changes)
    {
        lock (_keeping)
        {
            // Read while an account changed: kept, it would refuse the session that the change has opened.
            if (changes != _changes)
            {
                return;
            }

            if (_seen.Count >= IAccountStore.AccountsMax)
            {
                _seen.Clear();
            }

            _seen[name] = seen;
        }
    }
}
