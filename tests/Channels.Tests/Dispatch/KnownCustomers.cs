using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Customers;

namespace CxOrchestrator.Channels.Tests.Dispatch;

/// <summary>Customers that have one state, the test's.</summary>
internal sealed class KnownCustomers : ICustomers, ICustomerGrain
{
    public CustomerState? State { get; set; }

    public ICustomerGrain this[string key] => this;

    public Task<CustomerState?> GetAsync(CancellationToken cancellationToken = default) => Task.FromResult(State);

    public Task<BatchReceipt> ApplyAsync(TouchpointBatch batch, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task FireAsync(DateTimeOffset upTo, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task AdmitAsync(ImmutableArray<string> actions, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<long> EraseAsync(string by, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<bool> ReadmitAsync(string by, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
