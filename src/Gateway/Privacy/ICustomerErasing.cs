using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Gateway.Privacy;

/// <summary>Asks customers, wherever they are held, to be erased or to come back.</summary>
internal interface ICustomerErasing
{
    /// <summary>Gives the number of the erasure.</summary>
    Task<long> EraseAsync(CustomerKey key, string by, CancellationToken cancellationToken);

    /// <summary>False: the customer was not erased, or may come back already.</summary>
    Task<bool> ReadmitAsync(CustomerKey key, string by, CancellationToken cancellationToken);
}
