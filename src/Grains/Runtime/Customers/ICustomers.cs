using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>Customers by their keys, wherever they are held.</summary>
public interface ICustomers
{
    /// <param name="key">Text of a <see cref="CustomerKey"/>.</param>
    ICustomerGrain this[string key] { get; }
}

/// <summary>The cluster's customers.</summary>
public sealed class GrainCustomers(IGrainFactory grains) : ICustomers
{
    public ICustomerGrain this[string key] => grains.GetGrain<ICustomerGrain>(key);
}
