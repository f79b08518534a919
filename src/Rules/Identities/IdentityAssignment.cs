using System.Collections.Immutable;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Identities;

/// <summary>Whose a touchpoint is that names no customer.</summary>
public static class IdentityAssignment
{
    /// <summary>Characters of a long value that stay readable in the id of a customer made from it.</summary>
    private const int ReadableMax = 120;

    /// <summary>In the order that decides: the surest kind first, then by kind and value.</summary>
    public static ImmutableArray<CustomerIdentity> Ordered(IEnumerable<CustomerIdentity> identities) =>
        [.. identities.Distinct().OrderBy(i => IdentityKinds.Strength(i.Kind)).ThenBy(i => i)];

    /// <summary>
    /// The customers of touchpoints, one after the other, and what they claim by it. The surest identity that somebody has decides, unless its
    /// owner has another value of a surer kind that the touchpoint carries: then it is somebody else, who shares a number or a device. Nobody's
    /// identities make a new customer, always of the same id.
    /// </summary>
    /// <param name="touchpoints">The usable identities of each.</param>
    /// <param name="knowledge">What is known of all of them; it learns the claims.</param>
    public static Assignment Assign(IReadOnlyList<ImmutableArray<CustomerIdentity>> touchpoints, IdentityKnowledge knowledge)
    {
        var customers = ImmutableArray.CreateBuilder<CustomerId?>(touchpoints.Count);
        var claims = ImmutableArray.CreateBuilder<IdentityClaim>();
        foreach (var touchpoint in touchpoints)
        {
            var identities = Ordered(touchpoint).RemoveAll(i => knowledge.Of(i).IsShared);
            if (identities.IsEmpty)
            {
                customers.Add(null);
                continue;
            }

            var customer = Owner(identities, knowledge) ?? NewCustomer(identities[0]);
            customers.Add(customer);
            foreach (var identity in identities)
            {
                if (knowledge.Of(identity).Owner is null)
                {
                    knowledge.Set(identity, new(customer, false));
                    claims.Add(new(identity, customer));
                }
            }
        }

        return new(customers.DrainToImmutable(), claims.DrainToImmutable());
    }

    /// <summary>The id of a customer who is known by this identity first.</summary>
    public static CustomerId NewCustomer(CustomerIdentity identity)
    {
        var id = identity.ToString();
        if (id.Length <= CustomerId.LengthMax)
        {
            return new(id);
        }

        var hash = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(id.AsSpan())).ToString("x32", CultureInfo.InvariantCulture);
        var cut = Graphemes.Cut(id, ReadableMax);
        return new($"{cut}~{hash}");
    }

    private static CustomerId? Owner(ImmutableArray<CustomerIdentity> identities, IdentityKnowledge knowledge)
    {
        for (var i = 0; i < identities.Length; i++)
        {
            if (knowledge.Of(identities[i]).Owner is { } owner && !identities[..i].Any(surer => Contradicts(surer, identities[i], owner, knowledge)))
            {
                return owner;
            }
        }

        return null;
    }

    // Visitor ids come and go on one device: only what says who somebody is can say that it is somebody else.
    private static bool Contradicts(CustomerIdentity surer, CustomerIdentity found, CustomerId owner, IdentityKnowledge knowledge) =>
        surer.Kind != found.Kind && !IdentityKinds.IsWeak(surer.Kind) && knowledge.HasOther(owner, surer);
}
