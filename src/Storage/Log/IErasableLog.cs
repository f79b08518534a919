using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Storage.Log;

/// <summary>A log whose records can be removed. One that cannot, such as Kafka, lets them go with its own retention.</summary>
public interface IErasableLog
{
    /// <summary>Removes the customer's records that were applied. Those that wait are read first, and counted as erased.</summary>
    Task<ErasedRecords> EraseAsync(CustomerKey key, CancellationToken cancellationToken);
}

/// <param name="Removed">Records that went.</param>
/// <param name="Waiting">Records of the customer that are not read yet.</param>
public readonly record struct ErasedRecords(int Removed, int Waiting);
