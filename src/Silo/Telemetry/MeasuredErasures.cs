using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;

namespace CxOrchestrator.Silo.Telemetry;

/// <summary>Counts late touchpoints of erased customers, once it is stored that they came.</summary>
internal sealed class MeasuredErasures(ICustomerErasures erasures, SiloMetrics metrics) : ICustomerErasures
{
    public Task<ErasureMark?> BeginAsync(CustomerErasure erasure, CancellationToken cancellationToken) => erasures.BeginAsync(erasure, cancellationToken);

    public async Task<bool> CountAsync(ErasedCount count, CancellationToken cancellationToken)
    {
        var counted = await erasures.CountAsync(count, cancellationToken);
        if (counted)
        {
            metrics.Late(count);
        }

        return counted;
    }

    public Task<ErasureMark?> ReadmitAsync(CustomerKey key, string by, CancellationToken cancellationToken) => erasures.ReadmitAsync(key, by, cancellationToken);
}
