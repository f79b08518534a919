using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage.Schedules;

namespace CxOrchestrator.Storage;

/// <summary>Marks of schedules, and the states that they look for members among.</summary>
public interface IScheduleStore
{
    Task<ImmutableArray<ScheduleMark>> MarksAsync(CancellationToken cancellationToken);

    /// <summary>Adds or replaces the mark of a policy and segment.</summary>
    Task PutAsync(ScheduleMark mark, CancellationToken cancellationToken);

    Task RemoveAsync(string policy, string segment, CancellationToken cancellationToken);

    /// <summary>States as they are stored now, in the order of their keys.</summary>
    /// <param name="after">Keys after this one; empty: from the first.</param>
    /// <param name="limit">Most of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ImmutableArray<(CustomerKey Key, ReadOnlyMemory<byte> State)>> StatesAsync(string after, int limit, CancellationToken cancellationToken);
}
