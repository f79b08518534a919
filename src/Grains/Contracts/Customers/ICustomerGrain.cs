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

    /// <summary>The stored state; null for a customer never seen.</summary>
    [Alias("get")]
    Task<CustomerState?> GetAsync(CancellationToken cancellationToken = default);
}
