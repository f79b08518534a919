using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>A <see cref="LiveCustomer"/> where the cluster holds it.</summary>
[GrainType("cx.customer"), PreferLocalPlacement]
internal sealed class CustomerGrain : Grain, ICustomerGrain, ICustomerMergeGrain
{
    private readonly LiveCustomer _customer;

    public CustomerGrain(
        ICustomerStore store,
        IDefinitions definitions,
        CustomerCodec codec,
        ICustomerEvents events,
        [FromKeyedServices(ClockKeys.Journey)] TimeProvider journeyClock,
        TimeProvider systemClock,
        IOptions<CustomerGrainOptions> options,
        ILogger<CustomerGrain> logger,
        IdentityWatch? identities = null,
        ICustomerErasures? erasures = null,
        IIdentityReader? reader = null,
        ITextReader? texts = null,
        ICustomerMergeStore? merges = null)
    {
        var key = CustomerKey.Parse(this.GetPrimaryKeyString());
        _customer = new LiveCustomer(key, store, definitions, codec, events, journeyClock, systemClock, options.Value, logger, DeactivateOnIdle, identities, erasures, reader, texts, merges);
    }

    public Task<BatchReceipt> ApplyAsync(TouchpointBatch batch, CancellationToken cancellationToken = default) => _customer.ApplyAsync(batch, cancellationToken);

    public Task FireAsync(DateTimeOffset upTo, CancellationToken cancellationToken = default) => _customer.FireAsync(upTo, cancellationToken);

    public Task AdmitAsync(ImmutableArray<string> actions, CancellationToken cancellationToken = default) => _customer.AdmitAsync(actions, cancellationToken);

    public Task<long> EraseAsync(string by, CancellationToken cancellationToken = default) => _customer.EraseAsync(by, cancellationToken);

    public Task<bool> ReadmitAsync(string by, CancellationToken cancellationToken = default) => _customer.ReadmitAsync(by, cancellationToken);

    public Task<MergePreview> PreviewAsync(CustomerId from, CancellationToken cancellationToken = default) => _customer.PreviewMergeAsync(from, cancellationToken);

    public Task<MergeOutcome> MergeAsync(CustomerId from, MergeReason reason, string by, CancellationToken cancellationToken = default) =>
        _customer.MergeAsync(from, reason, by, cancellationToken);

    public Task<MergeOutcome> UndoAsync(long number, string by, CancellationToken cancellationToken = default) => _customer.UndoMergeAsync(number, by, cancellationToken);

    public Task RefreshAsync()
    {
        _customer.Refresh();
        return Task.CompletedTask;
    }

    public Task<CustomerState?> GetAsync(CancellationToken cancellationToken = default) => _customer.GetAsync(cancellationToken);
}

/// <summary>The customer's row was written by another activation; calling again reaches the right one.</summary>
[GenerateSerializer, Alias("cx.customer-conflict")]
public sealed class CustomerConflictException() : Exception("A customer's row was written by another activation.");
