using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;

namespace CxOrchestrator.Gateway.Privacy;

/// <summary>The cluster's customers.</summary>
internal sealed class GrainErasing(IGrainFactory grains, ICustomerMerges merges) : ICustomerErasing
{
    /// <summary>How often the customer is asked while its row changes hands between silos.</summary>
    private const int TriesMax = 3;

    public Task<long> EraseAsync(CustomerKey key, string by, CancellationToken cancellationToken) =>
        AskAsync(key, customer => customer.EraseAsync(by, cancellationToken), cancellationToken);

    public Task<bool> ReadmitAsync(CustomerKey key, string by, CancellationToken cancellationToken) =>
        AskAsync(key, customer => customer.ReadmitAsync(by, cancellationToken), cancellationToken);

    private async Task<T> AskAsync<T>(CustomerKey key, Func<ICustomerGrain, Task<T>> ask, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // Who was merged into another goes with that one.
                return await ask(grains.GetGrain<ICustomerGrain>((await merges.ResolveAsync(key, cancellationToken)).ToString()));
            }
            catch (CustomerConflictException) when (attempt < TriesMax)
            {
                // Another activation wrote the row; the next call finds the right one.
            }
        }
    }
}
