using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Storage.Identities;

/// <summary>Customers by identities, of the store and of a small memory.</summary>
internal sealed class TouchpointCustomers : ITouchpointCustomers
{
    /// <summary>How often claims are tried again while others are faster.</summary>
    private const int AttemptsMax = 8;

    private readonly IdentityReader _reader;
    private readonly IIdentityStore _store;
    private readonly IErasureStore _erasures;
    private readonly OwnerCache _cache;
    private readonly AssignmentBatches _batches;

    public TouchpointCustomers(IdentityReader reader, IIdentityStore store, IErasureStore erasures, OwnerCache cache)
    {
        (_reader, _store, _erasures, _cache) = (reader, store, erasures, cache);
        _batches = new AssignmentBatches(AssignAsync);
    }

    public async Task<ImmutableArray<FoundCustomer>> FindAsync(IReadOnlyList<Touchpoint> touchpoints, CancellationToken cancellationToken)
    {
        var found = new FoundCustomer[touchpoints.Count];
        var asked = new List<(int Index, ImmutableArray<ReadIdentity> Read, ImmutableArray<CustomerIdentity> Usable)>();
        for (var i = 0; i < touchpoints.Count; i++)
        {
            if (touchpoints[i].Customer != default)
            {
                found[i] = new(touchpoints[i], null);
                continue;
            }

            var read = _reader.Read(touchpoints[i], null);
            var usable = read.Where(r => r.IsUsable).Select(r => r.Identity).ToImmutableArray();
            found[i] = _cache.Find(usable) is { } customer ? new(touchpoints[i] with { Customer = customer }, null) : default;
            if (found[i].Touchpoint is null)
            {
                asked.Add((i, read, usable));
            }
        }

        var customers = asked.TrueForAll(a => a.Usable.IsEmpty) ? [] : await _batches.AssignAsync([.. asked.Select(a => a.Usable)], cancellationToken);
        for (var i = 0; i < asked.Count; i++)
        {
            var (index, read, _) = asked[i];
            found[index] = !customers.IsEmpty && customers[i] is { } customer
                ? new(touchpoints[index] with { Customer = customer }, null)
                : new(null, Why(read));
        }

        return [.. found];
    }

    private async Task<ImmutableArray<CustomerId?>> AssignAsync(ImmutableArray<ImmutableArray<CustomerIdentity>> touchpoints)
    {
        CustomerIdentity[] all = [.. touchpoints.SelectMany(t => t).Distinct().Order()];
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var knowledge = await _store.KnownAsync(all, _reader.SharedMax, CancellationToken.None);
            var assignment = IdentityAssignment.Assign(touchpoints, knowledge);
            var claims = await AllowedAsync(assignment.Claims);
            if (claims.Count == 0 || await _store.ClaimAsync(claims, CancellationToken.None))
            {
                Remember(all, knowledge, assignment, claims);
                return assignment.Customers;
            }
        }

        throw new IdentitiesContendedException();
    }

    // Nothing is kept of a customer who was erased, not even by whom its identities were: its id is made anew each time, and the touchpoint counted.
    private async Task<List<IdentityClaim>> AllowedAsync(ImmutableArray<IdentityClaim> claims)
    {
        if (claims.IsEmpty)
        {
            return [];
        }

        var keptOut = await _erasures.KeptOutAsync([.. claims.Select(c => CustomerKey.For(c.Customer)).Distinct()], CancellationToken.None);
        return [.. claims.Where(c => !keptOut.Contains(CustomerKey.For(c.Customer)))];
    }

    private void Remember(CustomerIdentity[] all, IdentityKnowledge knowledge, Assignment assignment, List<IdentityClaim> claims)
    {
        var unclaimed = assignment.Claims.Select(c => c.Identity).Except(claims.Select(c => c.Identity)).ToHashSet();
        foreach (var identity in all)
        {
            if (!unclaimed.Contains(identity))
            {
                _cache.Keep(identity, knowledge.Of(identity));
            }
        }
    }

    private static string Why(ImmutableArray<ReadIdentity> read)
    {
        var reasons = read.Select(r => r.Problem switch
        {
            IdentityProblem.Junk => $"{r.Identity.Kind} is a value that identifies nobody",
            IdentityProblem.Unreadable when r.Identity.Kind == IdentityKinds.Phone => "phone is no number that can be called (send it with its country code, such as +49 30 1234567)",
            IdentityProblem.Unreadable => $"{r.Identity.Kind} cannot be read",
            _ => $"{r.Identity.Kind} is shared by too many customers",
        });
        return $"None of these identities says who the customer is: {string.Join("; ", reasons.Distinct())}. Send the customer's id, or another identity.";
    }
}
