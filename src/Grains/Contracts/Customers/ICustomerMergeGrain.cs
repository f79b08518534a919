using CxOrchestrator.Rules.Touchpoints;
using Orleans;

namespace CxOrchestrator.Grains.Contracts.Customers;

/// <summary>Merges other customers into one, and takes them out again; the same grain as <see cref="ICustomerGrain"/>. Key: <see cref="CustomerKey"/>.</summary>
[GrainInterfaceType("cx.customer-merge"), Alias("cx.customer-merge-grain")]
public interface ICustomerMergeGrain : IGrainWithStringKey
{
    /// <summary>What this customer would be with the other one merged into it. Changes nothing.</summary>
    [Alias("preview")]
    Task<MergePreview> PreviewAsync(CustomerId from, CancellationToken cancellationToken = default);

    /// <summary>Merges the other customer into this one. Asking again for what is done changes nothing.</summary>
    /// <param name="from">The other customer.</param>
    /// <param name="reason">Why.</param>
    /// <param name="by">Who asked for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Alias("merge")]
    Task<MergeOutcome> MergeAsync(CustomerId from, MergeReason reason, string by, CancellationToken cancellationToken = default);

    /// <summary>Undoes a merge into this customer, or into one merged into it.</summary>
    /// <param name="number">Of the merge.</param>
    /// <param name="by">Who asked for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Alias("undo")]
    Task<MergeOutcome> UndoAsync(long number, string by, CancellationToken cancellationToken = default);

    /// <summary>The customer's row was written by another one: it is read again before the next call.</summary>
    [Alias("refresh")]
    Task RefreshAsync();
}
