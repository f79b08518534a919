using System.Collections.Immutable;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>Reads identities as they are compared; the same in every process.</summary>
public interface IIdentityReader
{
    /// <summary>An identity that more customers have identifies none of them.</summary>
    int SharedMax { get; }

    /// <summary>The touchpoint's identities, each once, usable or not.</summary>
    /// <param name="touchpoint">Its attribute <c>country</c> is that of telephone numbers without one.</param>
    /// <param name="country">The customer's, where the touchpoint names none; null: not known.</param>
    ImmutableArray<ReadIdentity> Read(Touchpoint touchpoint, string? country);
}
