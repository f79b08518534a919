using CxOrchestrator.Api.Customers;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Identities;

namespace CxOrchestrator.Gateway.Customers;

/// <summary>Finds customers by the beginning of their id, name or e-mail address, and by any identity.</summary>
internal sealed class CustomerSearch(IReadModel store, IIdentityStore identities, IdentityReader rules)
{
    /// <summary>Fewest characters by which an e-mail address is found; fewer would be anybody's.</summary>
    private const int AddressMin = 3;

    /// <param name="text">What to look for.</param>
    /// <param name="limit">Most hits.</param>
    /// <param name="masked">For somebody who sees no personal data, and finds nobody by it either.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<IReadOnlyList<SearchHit>> FindAsync(string text, int limit, bool masked, CancellationToken cancellationToken)
    {
        var named = await store.SearchAsync(text, limit, cancellationToken);
        if (masked)
        {
            return [.. named.Where(c => c.Key.Customer.Value.StartsWith(text, StringComparison.OrdinalIgnoreCase)).Select(c => new SearchHit { Kind = "customer", Id = c.Key.Customer.Value })];
        }

        var known = named.Select(c => c.Key).ToHashSet();
        var identified = await identities.FindAsync(Values(text), text.Length < AddressMin ? null : text.ToLowerInvariant(), limit, cancellationToken);
        return
        [
            .. named.Select(c => new SearchHit { Kind = "customer", Id = c.Key.Customer.Value, Name = c.Name })
                .Concat(identified.Where(h => !known.Contains(h.Key)).Select(h =>
                    new SearchHit { Kind = "customer", Id = h.Key.Customer.Value, Name = h.Name, FoundBy = $"{h.Identity.Kind}: {h.Identity.Value}" }))
                .Take(limit),
        ];
    }

    // As each kind would be compared: an id keeps its case, an address and a handle do not, a number is written in many ways.
    private HashSet<string> Values(string text)
    {
        var values = new HashSet<string>(StringComparer.Ordinal) { text, text.ToLowerInvariant(), text.TrimStart('@').ToLowerInvariant() };
        values.Remove("");
        if (rules.Read(IdentityKinds.Phone, text) is { IsUsable: true } number)
        {
            values.Add(number.Identity.Value);
        }

        return values;
    }
}
