using CxOrchestrator.Gateway.Privacy;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Tests;

/// <summary>Erasures of the product's own store, without customers in memory.</summary>
internal sealed class FakeErasing(IErasureStore store) : ICustomerErasing
{
    public async Task<long> EraseAsync(CustomerKey key, string by, CancellationToken cancellationToken) =>
        (await ((ICustomerErasures)store).BeginAsync(new CustomerErasure { Key = key, ExpectedVersion = 0, Positions = [], At = GatewayHost.Start, By = by }, cancellationToken))!.Number;

    public async Task<bool> ReadmitAsync(CustomerKey key, string by, CancellationToken cancellationToken) =>
        await ((ICustomerErasures)store).ReadmitAsync(key, by, cancellationToken) is not null;
}
