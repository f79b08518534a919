using System.Collections.Immutable;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Storage.Identities;

/// <summary>Finds the customers of touchpoints that name none, by their identities.</summary>
public interface ITouchpointCustomers
{
    /// <summary>
    /// The touchpoints in their order, each with its customer: found, or made of its surest identity and claimed, so that every process makes the
    /// same. One that names its customer stays as it is. The store is asked once for all; claims of new customers are written before this returns.
    /// </summary>
    /// <exception cref="IdentitiesContendedException">Others claimed the same identities each time; nothing was claimed, and trying again is safe.</exception>
    Task<ImmutableArray<FoundCustomer>> FindAsync(IReadOnlyList<Touchpoint> touchpoints, CancellationToken cancellationToken);
}

/// <summary>A touchpoint with its customer, or why it has none.</summary>
/// <param name="Touchpoint">Null: none of its identities can be used.</param>
/// <param name="Problem">Why not, and the cure; null: there is a customer.</param>
public readonly record struct FoundCustomer(Touchpoint? Touchpoint, string? Problem);

/// <summary>Identities were claimed by others again and again while customers were made of them.</summary>
public sealed class IdentitiesContendedException() : Exception("Identities were claimed by others each time they were to be. Try again.");
