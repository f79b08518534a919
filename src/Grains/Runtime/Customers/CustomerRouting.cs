using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>Brings touchpoints to the customer that their own is a part of.</summary>
public static class CustomerRouting
{
    /// <summary>How often a batch is passed on before the call fails, and is tried again by its caller.</summary>
    private const int HopsMax = 8;

    /// <summary>
    /// Applies a batch, wherever its customer was merged meanwhile. Customers pass nothing on to each other themselves: two that were merged in both
    /// directions, one after the other, would wait for each other.
    /// </summary>
    public static async Task<BatchReceipt> ApplyAsync(this ICustomers customers, string key, TouchpointBatch batch, CancellationToken cancellationToken)
    {
        var own = CustomerKey.Parse(key);
        var target = own;
        for (var hop = 0; hop < HopsMax; hop++)
        {
            var receipt = await customers[target.ToString()].ApplyAsync(target == own ? batch : batch with { Origin = own.Customer }, cancellationToken);
            if (receipt.MovedTo is not { } moved)
            {
                return receipt;
            }

            target = new CustomerKey(own.Tenant, moved);
        }

        throw new CustomerConflictException();
    }
}
