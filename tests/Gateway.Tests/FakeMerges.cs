using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Customers;

namespace CxOrchestrator.Gateway.Tests;

/// <summary>Merges where no customer was heard of; they fail as the store does.</summary>
internal sealed class FakeMerges(FakeStore store) : ICustomerMerges
{
    public Task<MergeOutcome> MergeAsync(CustomerKey from, CustomerKey into, MergeReason reason, string by, CancellationToken cancellationToken) =>
        Answer(MergeOutcome.Of(MergeResult.Unknown));

    public Task<MergeOutcome> UndoAsync(long number, string by, CancellationToken cancellationToken) => Answer(MergeOutcome.Of(MergeResult.Unknown));

    public Task<MergePreview> PreviewAsync(CustomerKey from, CustomerKey into, CancellationToken cancellationToken) =>
        Answer(new MergePreview { Result = MergeResult.Unknown });

    public Task<CustomerKey> ResolveAsync(CustomerKey key, CancellationToken cancellationToken) => Answer(key);

    private Task<T> Answer<T>(T answer) => store.Fails is { } failure ? Task.FromException<T>(failure) : Task.FromResult(answer);
}
