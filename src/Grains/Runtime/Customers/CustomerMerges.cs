using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>Asks the grain of the customer who remains.</summary>
public sealed class CustomerMerges(IGrainFactory grains, ICustomerMergeStore store) : ICustomerMerges
{
    /// <summary>How often it is asked while others merge the same customers.</summary>
    public const int TriesMax = 8;

    public async Task<MergeOutcome> MergeAsync(CustomerKey from, CustomerKey into, MergeReason reason, string by, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= TriesMax; attempt++)
        {
            var (source, target) = (await ResolveAsync(from, cancellationToken), await ResolveAsync(into, cancellationToken));
            if (source == target)
            {
                return new MergeOutcome { Result = MergeResult.AlreadyOne, Into = target.Customer };
            }

            if (await AskAsync(target, g => g.MergeAsync(source.Customer, reason, by, cancellationToken)) is { } outcome)
            {
                return outcome;
            }
        }

        return MergeOutcome.Of(MergeResult.Contended);
    }

    public async Task<MergeOutcome> UndoAsync(long number, string by, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= TriesMax; attempt++)
        {
            if (await store.GetAsync(number, cancellationToken) is not { } merge)
            {
                return MergeOutcome.Of(MergeResult.Unknown);
            }

            if (merge.UndoneAt is not null)
            {
                return new MergeOutcome { Result = MergeResult.AlreadyUndone, Number = number, From = merge.From.Customer, Into = merge.Into.Customer };
            }

            if (await AskAsync(await ResolveAsync(merge.From, cancellationToken), g => g.UndoAsync(number, by, cancellationToken)) is { } outcome)
            {
                return outcome;
            }
        }

        return MergeOutcome.Of(MergeResult.Contended);
    }

    public async Task<MergePreview> PreviewAsync(CustomerKey from, CustomerKey into, CancellationToken cancellationToken)
    {
        var (source, target) = (await ResolveAsync(from, cancellationToken), await ResolveAsync(into, cancellationToken));
        return source == target
            ? new MergePreview { Result = MergeResult.AlreadyOne }
            : await grains.GetGrain<ICustomerMergeGrain>(target.ToString()).PreviewAsync(source.Customer, cancellationToken);
    }

    // The store keeps the one who remains, not the one it was merged into first: one step is all there is.
    public async Task<CustomerKey> ResolveAsync(CustomerKey key, CancellationToken cancellationToken) => await store.IntoAsync(key, cancellationToken) ?? key;

    // Null: the row changed hands, or one of the customers was merged meanwhile.
    private async Task<MergeOutcome?> AskAsync(CustomerKey key, Func<ICustomerMergeGrain, Task<MergeOutcome>> ask)
    {
        try
        {
            var outcome = await ask(grains.GetGrain<ICustomerMergeGrain>(key.ToString()));
            if (outcome is { Result: MergeResult.Merged or MergeResult.Undone, From: { } other })
            {
                await RefreshAsync(new CustomerKey(key.Tenant, other));
            }

            return outcome.Result is MergeResult.Elsewhere or MergeResult.Contended ? null : outcome;
        }
        catch (CustomerConflictException)
        {
            return null;
        }
    }

    private async Task RefreshAsync(CustomerKey key)
    {
        try
        {
            await grains.GetGrain<ICustomerMergeGrain>(key.ToString()).RefreshAsync();
        }
        catch (Exception exception) when (exception is TimeoutException or Orleans.Runtime.OrleansException)
        {
            // It spares a conflict, no more: what is stored is done.
        }
    }
}
