using System.Collections.Immutable;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Identities;

/// <summary>What is known of an identity.</summary>
/// <param name="Owner">The customer whose it is; null: nobody's yet.</param>
/// <param name="IsShared">More customers have it than the bound allows: it identifies nobody.</param>
public readonly record struct KnownOwner(CustomerId? Owner, bool IsShared)
{
    public static KnownOwner Nobody => default;
}

/// <summary>An identity that a customer is to have.</summary>
public readonly record struct IdentityClaim(CustomerIdentity Identity, CustomerId Customer);

/// <summary>Whose touchpoints are, and which identities are new with it.</summary>
/// <param name="Customers">In the order of the touchpoints; null: none of its identities can be used.</param>
/// <param name="Claims">Those that belonged to nobody; each once.</param>
public sealed record Assignment(ImmutableArray<CustomerId?> Customers, ImmutableArray<IdentityClaim> Claims);
