using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>The identities of a batch that were applied before it or earlier in it; the history is asked at most once, and only where it must be.</summary>
/// <param name="store">Holds the history.</param>
/// <param name="key">Who takes the batch.</param>
/// <param name="histories">Others whose histories may hold touchpoints of the same customer.</param>
/// <param name="items">The batch.</param>
internal sealed class KnownIdentities(ICustomerStore store, CustomerKey key, ImmutableArray<CustomerId> histories, ImmutableArray<LoggedTouchpoint> items)
{
    private readonly Dictionary<TouchpointIdentity, Touchpoint> _applied = [];
    private Dictionary<TouchpointIdentity, ReadOnlyMemory<byte>>? _stored;

    public void Add(Touchpoint touchpoint) => _applied[touchpoint.Identity] = touchpoint;

    public async Task<bool> HasAsync(Touchpoint touchpoint, CancellationToken cancellationToken) =>
        _applied.ContainsKey(touchpoint.Identity) || (await StoredAsync(cancellationToken)).ContainsKey(touchpoint.Identity);

    /// <summary>Whether a repeat brings other content than what was applied; beyond the history's retention nobody can tell, and it does not.</summary>
    public async Task<bool> DiffersAsync(Touchpoint touchpoint, CancellationToken cancellationToken)
    {
        if (_applied.TryGetValue(touchpoint.Identity, out var applied))
        {
            return !applied.IsOf(touchpoint);
        }

        return (await StoredAsync(cancellationToken)).TryGetValue(touchpoint.Identity, out var body)
            && TouchpointJson.ReadStored(body.Span).Touchpoint is { } stored
            && !stored.IsOf(touchpoint);
    }

    private async Task<Dictionary<TouchpointIdentity, ReadOnlyMemory<byte>>> StoredAsync(CancellationToken cancellationToken)
    {
        if (_stored is null)
        {
            var hashes = items.Select(i => i.Touchpoint.Identity.HashFor(i.Touchpoint.Customer)).Distinct().ToImmutableArray();
            _stored = [];
            foreach (var history in histories.Select(h => new CustomerKey(key.Tenant, h)).Prepend(key))
            {
                foreach (var identity in await store.FindAsync(history, hashes, cancellationToken))
                {
                    _stored[new TouchpointIdentity(identity.Source, identity.Id)] = identity.Input;
                }
            }
        }

        return _stored;
    }
}
