using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.FaultySilo;

/// <summary>Customers' rows, around whose commits the process may die; or a store that forgets what was applied, or sends first.</summary>
internal sealed class FaultyStore(ICustomerStore inner, CustomerCodec codec, IServiceProvider services, FaultOptions options, KillSwitch kill)
    : ICustomerStore, IAsyncDisposable
{
    public async Task<StoredCustomer?> LoadAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        var stored = await inner.LoadAsync(key, cancellationToken);
        return stored is not null && options.Broken == BrokenMode.SkipDedupe
            ? stored with { Positions = [], State = codec.Encode(codec.Decode(stored.State) with { Recent = RecentIdentities.Empty }) }
            : stored;
    }

    public async Task<CommitResult> CommitAsync(CustomerCommit commit, CancellationToken cancellationToken)
    {
        var touchpoints = commit.History.Count(h => h.Kind == HistoryKind.Touchpoint);
        kill.Pass(KillAt.InsideGrain, touchpoints);
        if (options.Broken == BrokenMode.SendBeforeCommit)
        {
            await SendAsync(commit, cancellationToken);
        }

        var result = await inner.CommitAsync(commit, cancellationToken);
        kill.Pass(KillAt.AfterCommit, touchpoints);
        return result;
    }

    public Task<ImmutableArray<StoredIdentity>> FindAsync(CustomerKey key, ImmutableArray<ulong> identityHashes, CancellationToken cancellationToken) =>
        options.Broken == BrokenMode.SkipDedupe
            ? Task.FromResult(ImmutableArray<StoredIdentity>.Empty)
            : inner.FindAsync(key, identityHashes, cancellationToken);

    public Task<ImmutableArray<DecidedAction>> LoadActionsAsync(CustomerKey key, ImmutableArray<string> actions, CancellationToken cancellationToken) =>
        inner.LoadActionsAsync(key, actions, cancellationToken);

    public Task<(AdmissionFacts Facts, long Version)> LoadFactsAsync(CustomerKey key, CancellationToken cancellationToken) =>
        inner.LoadFactsAsync(key, cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> LoadUsedAsync(ImmutableArray<string> limits, CancellationToken cancellationToken) =>
        inner.LoadUsedAsync(limits, cancellationToken);

    public ValueTask DisposeAsync() => inner is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;

    private async Task SendAsync(CustomerCommit commit, CancellationToken cancellationToken)
    {
        var channels = services.GetServices<IActionChannel>().ToList();
        foreach (var action in commit.Actions.Where(a => a.Kind == ActionKind.Webhook))
        {
            var item = new OutboxItem { Key = commit.Key, Action = action, Status = ActionStatus.Admitted, StatusAt = action.DecidedAt };
            await channels.First(c => c.Takes(action)).SendAsync(item, cancellationToken);
        }
    }
}
