using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Identities;

namespace CxOrchestrator.Storage.Identities;

/// <summary>
/// Identities of customers. Each has one owner, who had it first; others who come with it have it as well, and a link between them and the owner is
/// proposed.
/// </summary>
public interface IIdentityStore
{
    /// <summary>Most identities of a customer. Beyond it those that identify nobody go first, then the weak ones seen longest ago.</summary>
    const int CustomerMax = 100;

    /// <summary>What is known of these identities, and what their owners have of the same kinds, save the weak ones, which contradict nobody.</summary>
    /// <param name="identities">As they are compared.</param>
    /// <param name="sharedMax">One that more customers have is shared.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IdentityKnowledge> KnownAsync(IReadOnlyCollection<CustomerIdentity> identities, int sharedMax, CancellationToken cancellationToken);

    /// <summary>Gives identities that nobody has to their customers: all of them, or, where somebody was faster with one, none. False: none.</summary>
    Task<bool> ClaimAsync(IReadOnlyCollection<IdentityClaim> claims, CancellationToken cancellationToken);

    /// <summary>The customer's, the surest kinds first, then those seen first.</summary>
    /// <param name="key">The customer.</param>
    /// <param name="sharedMax">Customers are counted up to one more.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<ImmutableArray<HeldIdentity>> ListAsync(CustomerKey key, int sharedMax, CancellationToken cancellationToken);

    /// <summary>Customers who have one of these values, of whatever kind, and those whose e-mail address begins with the text. Only usable ones are found.</summary>
    /// <param name="values">As they may be compared.</param>
    /// <param name="address">How the address begins, in small letters; null: addresses are not looked for by their beginning.</param>
    /// <param name="limit">Most customers.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    Task<ImmutableArray<IdentityHit>> FindAsync(IReadOnlyCollection<string> values, string? address, int limit, CancellationToken cancellationToken);
}

/// <summary>An identity of a customer.</summary>
/// <param name="Seen">Where it came from, and since when.</param>
/// <param name="Customers">How many customers have it; counted up to one more than the bound.</param>
public sealed record HeldIdentity(SeenIdentity Seen, int Customers);

/// <summary>A customer who was found by an identity.</summary>
public sealed record IdentityHit(CustomerKey Key, string? Name, CustomerIdentity Identity);
