using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage.Codes;

namespace CxOrchestrator.Storage;

/// <summary>What is stored of a customer beside its state, its timeline, its actions and its cases: for an export.</summary>
public interface ICustomerRecords
{
    /// <summary>Codes that the customer was given or used.</summary>
    Task<ImmutableArray<OfferCode>> CodesAsync(CustomerKey key, CancellationToken cancellationToken);

    /// <summary>Inputs of the customer that could not be applied, with their bodies; of those that cannot be read, what names the customer.</summary>
    Task<ImmutableArray<StoredDeadLetter>> DeadLettersAsync(CustomerKey key, CancellationToken cancellationToken);
}
