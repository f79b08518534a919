using System.Collections.Immutable;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Rules.Touchpoints;
using Microsoft.Extensions.Caching.Memory;

namespace CxOrchestrator.Storage.Identities;

/// <summary>Owners of identities that were asked for lately. Safe from many threads.</summary>
internal sealed class OwnerCache(TimeProvider clock) : IDisposable
{
    /// <summary>Most identities that are kept.</summary>
    public const int Max = 20_000;

    /// <summary>How long an owner counts: an erasure, a merge or the next customer who shares it is seen after that.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromSeconds(10);

    private readonly MemoryCache _owners = new(new MemoryCacheOptions { SizeLimit = Max, CompactionPercentage = 0.2 });

    /// <summary>The owner of the surest of these; null where any of them is not known here: then there may be something to claim.</summary>
    public CustomerId? Find(ImmutableArray<CustomerIdentity> identities)
    {
        CustomerId? found = null;
        foreach (var identity in IdentityAssignment.Ordered(identities))
        {
            if (!_owners.TryGetValue(identity, out (KnownOwner Owner, long Since) kept) || clock.GetElapsedTime(kept.Since) > Age)
            {
                return null;
            }

            found ??= kept.Owner.IsShared ? null : kept.Owner.Owner;
        }

        return found;
    }

    public void Keep(CustomerIdentity identity, KnownOwner owner)
    {
        if (owner.IsShared || owner.Owner is not null)
        {
            _owners.Set(identity, (owner, clock.GetTimestamp()), new MemoryCacheEntryOptions { Size = 1 });
        }
    }

    public void Dispose() => _owners.Dispose();
}
