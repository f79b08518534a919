using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>
/// Merging: this customer is the one who remains, and writes both rows. The other's grain is not asked; it notices at its next commit, which the version of
/// its row refuses.
/// </summary>
internal sealed partial class LiveCustomer
{
    /// <summary>How often both rows may be written by others while they are merged.</summary>
    private const int MergeTriesMax = 10;

    /// <summary>Most actions that wait with a customer when it is merged, and are remembered with the merge.</summary>
    private const int MergedActionsMax = 1_000;

    private ICustomerMergeStore Merges => merges ?? throw new InvalidOperationException("No customer can be merged here.");

    public void Refresh() => _memory = null;

    public async Task<MergePreview> PreviewMergeAsync(CustomerId from, CancellationToken cancellationToken)
    {
        var (result, memory, other) = await BothAsync(from, cancellationToken);
        if (result != MergeResult.Merged)
        {
            return new MergePreview { Result = result };
        }

        var merged = Merging.Merge(memory.State, other!.State, await InputsAsync([memory.State, other.State], cancellationToken), definitions.Current, 0, journeyClock.GetUtcNow());
        return new MergePreview { Result = result, Into = memory.State, From = other.State, Merged = merged.State, Exact = merged.Exact };
    }

    public async Task<MergeOutcome> MergeAsync(CustomerId from, MergeReason reason, string by, CancellationToken cancellationToken)
    {
        long? number = null;
        for (var attempt = 0; attempt <= MergeTriesMax; attempt++)
        {
            var (result, memory, other) = await BothAsync(from, cancellationToken);
            if (result != MergeResult.Merged)
            {
                return MergeOutcome.Of(result);
            }

            if (number is null)
            {
                // Before the rows are read: between reading and writing them nothing waits for the writer.
                number = await Merges.NextNumberAsync(cancellationToken);
                continue;
            }

            if (await MergeAsync(memory, other!, number.Value, reason, by, cancellationToken) is { } outcome)
            {
                return outcome;
            }

            _memory = null;
        }

        return MergeOutcome.Of(MergeResult.Contended);
    }

    // Null: one of the rows was written meanwhile.
    private async Task<MergeOutcome?> MergeAsync(CustomerMemory memory, CustomerMemory other, long number, MergeReason reason, string by, CancellationToken cancellationToken)
    {
        var (current, now) = (definitions.Current, journeyClock.GetUtcNow());
        var from = new CustomerKey(key.Tenant, other.State.Customer);
        var merged = Merging.Merge(memory.State, other.State, await InputsAsync([memory.State, other.State], cancellationToken), current, number, now);
        var waiting = await Merges.WaitingAsync(from, MergedActionsMax, cancellationToken);

        var into = new CustomerTurn(key, memory, current, now);
        into.Merge(
            new TakeMerged { Change = MergeChange.Merged, Other = from.Customer, State = merged.State },
            MergeInputs.Write(new MergeInput { Number = number, Change = MergeChange.Merged, Other = from.Customer, State = codec.Encode(merged.State), Actions = waiting }),
            [.. memory.Positions, .. other.Positions.Select(p => p with { Origin = p.Origin ?? from.Customer.Value })]);
        var gone = new CustomerTurn(from, other, current, now);
        gone.Merge(
            new TakeMerged { Change = MergeChange.Merged, Other = key.Customer, State = other.State },
            MergeInputs.Write(new MergeInput { Number = number, Change = MergeChange.Merged, Other = key.Customer, State = codec.Encode(other.State) }),
            other.Positions);
        var commit = new MergeCommit
        {
            Change = MergeChange.Merged,
            Merge = new StoredMerge { Number = number, From = from, Into = key, At = now, By = by, Reason = reason, Exact = merged.Exact },
            Into = CommitOf(into),
            From = CommitOf(gone) with { NextDueAt = null, NextDueNotBefore = null, AtRisk = null, AtRiskChanged = true },
            IntoBefore = codec.Encode(memory.State),
            Parts = [.. other.State.Merged.Select(m => new CustomerKey(key.Tenant, m.Customer))],
        };
        if (!await WriteMergeAsync(commit, m => m is not null, cancellationToken))
        {
            return null;
        }

        _memory = into.Committed(commit.Into);
        Publish(into, commit.Into);
        events.Changed(new CustomerChange { Tenant = key.Tenant, State = gone.State, AtRisk = false, MergedInto = key.Customer });
        if (!waiting.IsEmpty)
        {
            events.ActionsDecided(key, [.. waiting.Select(a => a.Id)]);
        }

        return new MergeOutcome { Result = MergeResult.Merged, Number = number, Into = key.Customer, From = from.Customer, Exact = merged.Exact };
    }

    private async Task<(MergeResult Result, CustomerMemory Memory, CustomerMemory? Other)> BothAsync(CustomerId from, CancellationToken cancellationToken)
    {
        var memory = await MemoryAsync(cancellationToken);
        var other = await OtherAsync(from, cancellationToken);
        var result = memory.IsGone || other.IsGone ? MergeResult.Erased
            : memory.MergedInto is not null || other.MergedInto is not null ? MergeResult.Elsewhere
            : memory.Version == 0 || other.Version == 0 ? MergeResult.Unknown
            : IsTooLarge(memory.State, other.State) ? MergeResult.TooMany
            : MergeResult.Merged;
        return (result, memory, other);
    }

    private async Task<CustomerMemory> OtherAsync(CustomerId customer, CancellationToken cancellationToken) =>
        await store.LoadAsync(new CustomerKey(key.Tenant, customer), cancellationToken) switch
        {
            null => CustomerMemory.New(customer),
            { Version: 0, Erased: { } mark } => CustomerMemory.Gone(customer, mark),
            var stored => CustomerMemory.Of(stored, codec.Decode(stored.State)),
        };

    private static bool IsTooLarge(CustomerState into, CustomerState from) =>
        into.Merged.Length + from.Merged.Length >= CustomerState.MergedMax
        || into.Histories.Union(from.Histories).Append(from.Customer).Distinct().Count(c => c != into.Customer) > CustomerState.HistoriesMax;

    // One more than are folded: too many are seen to be too many.
    private async Task<ImmutableArray<StoredInput>> InputsAsync(IEnumerable<CustomerState> states, CancellationToken cancellationToken)
    {
        var histories = new List<(CustomerId, ImmutableArray<HistoryEntry>)>();
        var left = Merging.InputsMax;
        foreach (var customer in states.SelectMany(s => s.Histories.Prepend(s.Customer)).Distinct())
        {
            var entries = await Merges.InputsAsync(new CustomerKey(key.Tenant, customer), left + 1, cancellationToken);
            if ((left -= entries.Length) < 0)
            {
                return [];
            }

            histories.Add((customer, entries));
        }

        return MergeInputs.InOrder(histories);
    }

    private CustomerCommit CommitOf(CustomerTurn turn) => turn.ToCommit(codec, rewriteTimer: true, systemClock.GetUtcNow() + options.TimerSettle, LogTooLarge);

    /// <summary>False: one of the rows was written meanwhile.</summary>
    private async Task<bool> WriteMergeAsync(MergeCommit commit, Func<StoredMerge?, bool> isWritten, CancellationToken cancellationToken)
    {
        // What is in memory may be behind the row from here on, whatever happens.
        _memory = null;
        try
        {
            return await Merges.WriteAsync(commit, cancellationToken) == CommitResult.Committed;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The connection may have broken after the commit: the merge itself says so.
            if (isWritten(await Merges.GetAsync(commit.Merge.Number, cancellationToken)))
            {
                return true;
            }

            throw;
        }
    }
}
