using System.Collections.Immutable;
using CxOrchestrator.Rules.Customers;
using Orleans;

namespace CxOrchestrator.Grains.Contracts.Customers;

/// <summary>One customer's live journey. Key: <see cref="CustomerKey"/>.</summary>
[GrainInterfaceType("cx.customer"), Alias("cx.customer-grain")]
public interface ICustomerGrain : IGrainWithStringKey
{
    /// <summary>Applies touchpoints; returns when all of them are stored. Throws where storage fails; nothing is taken then, and calling again is safe.</summary>
    [Alias("apply")]
    Task<BatchReceipt> ApplyAsync(TouchpointBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Fires the customer's timers due by that time of the journey's clock.</summary>
    [Alias("fire")]
    Task FireAsync(DateTimeOffset upTo, CancellationToken cancellationToken = default);

    /// <summary>Answers for decided or held actions whether they may be sent now, and stores the answers. Unknown or answered ones are passed over.</summary>
    [Alias("admit")]
    Task AdmitAsync(ImmutableArray<string> actions, CancellationToken cancellationToken = default);

    /// <summary>
    /// Erases the customer: from here on nothing of it is shown, decided or sent, and what comes in late is counted and not kept. What is stored
    /// beside its state is removed afterwards. Gives the number of the erasure; that of one under way where there is one.
    /// </summary>
    /// <param name="by">Who asked for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Alias("erase")]
    Task<long> EraseAsync(string by, CancellationToken cancellationToken = default);

    /// <summary>Lets an erased customer come back, with touchpoints that happened after the erasure. False where it was not erased, or may come back already.</summary>
    /// <param name="by">Who asked for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Alias("readmit")]
    Task<bool> ReadmitAsync(string by, CancellationToken cancellationToken = default);

    /// <summary>The stored state; null for a customer never seen.</summary>
    [Alias("get")]
    Task<CustomerState?> GetAsync(CancellationToken cancellationToken = default);
}
