using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Rules.Customers;

namespace CxOrchestrator.Grains.Runtime.Customers;

internal sealed partial class LiveCustomer
{
    public async Task<MergeOutcome> UndoMergeAsync(long number, string by, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MergeTriesMax; attempt++)
        {
            var memory = await MemoryAsync(cancellationToken);
            if (memory.MergedInto is not null || await Merges.GetAsync(number, cancellationToken) is not { } merge)
            {
                return MergeOutcome.Of(memory.MergedInto is not null ? MergeResult.Elsewhere : MergeResult.Unknown);
            }

            if (merge.UndoneAt is not null)
            {
                return new MergeOutcome { Result = MergeResult.AlreadyUndone, Number = number, Into = key.Customer, From = merge.From.Customer };
            }

            if (memory.State.Merged.FirstOrDefault(m => m.Number == number) is not { } mark)
            {
                return await NoPartAsync(memory, merge, cancellationToken);
            }

            if (await UndoAsync(memory, merge, mark, by, cancellationToken) is { } outcome)
            {
                return outcome;
            }

            _memory = null;
        }

        return MergeOutcome.Of(MergeResult.Contended);
    }

    // Another activation merged it, or the customer it is a part of was erased.
    private async Task<MergeOutcome> NoPartAsync(CustomerMemory memory, StoredMerge merge, CancellationToken cancellationToken)
    {
        _memory = null;
        var gone = memory.IsGone || (await OtherAsync(merge.From.Customer, cancellationToken)).Version == 0;
        return MergeOutcome.Of(gone ? MergeResult.Erased : MergeResult.Elsewhere);
    }

    // Null: one of the rows was written meanwhile.
    private async Task<MergeOutcome?> UndoAsync(CustomerMemory memory, StoredMerge merge, MergedCustomer mark, string by, CancellationToken cancellationToken)
    {
        var (current, now) = (definitions.Current, journeyClock.GetUtcNow());
        var other = await OtherAsync(mark.Customer, cancellationToken);
        if (other.Version == 0)
        {
            return MergeOutcome.Of(MergeResult.Erased);
        }

        var before = await Merges.IntoBeforeAsync(mark.Number, cancellationToken);
        var parted = Merging.Part(
            memory.State,
            mark,
            new(before.IsEmpty ? CustomerState.For(key.Customer) : codec.Decode(before), other.State),
            await InputsAsync([memory.State, other.State], cancellationToken),
            current);
        var theirs = Merging.MembersOf(memory.State, mark.Customer);
        bool IsTheirs(LogPosition position) => position.Origin is { } origin && theirs.Any(c => c.Value == origin);

        var into = new CustomerTurn(key, memory, current, now);
        Take(into, parted.States.Into, mark.Number, mark.Customer, [.. memory.Positions.Where(p => !IsTheirs(p))]);
        var back = new CustomerTurn(merge.From, other, current, now);
        Take(
            back, parted.States.From, mark.Number, key.Customer,
            [.. memory.Positions.Where(IsTheirs).Select(p => p.Origin == mark.Customer.Value ? p with { Origin = null } : p)]);
        var commit = new MergeCommit
        {
            Change = MergeChange.Unmerged,
            Merge = merge with { UndoneAt = now, UndoneBy = by },
            Into = CommitOf(into) with { AtRiskChanged = true },
            From = CommitOf(back) with { AtRiskChanged = true },
            Parts = [.. theirs.Where(c => c != mark.Customer).Select(c => new CustomerKey(key.Tenant, c))],
        };
        if (!await WriteMergeAsync(commit, m => m?.UndoneAt is not null, cancellationToken))
        {
            return null;
        }

        _memory = into.Committed(commit.Into);
        Publish(into, commit.Into);
        events.Changed(new CustomerChange { Tenant = key.Tenant, State = back.State, AtRisk = back.AtRisk });
        return new MergeOutcome { Result = MergeResult.Undone, Number = mark.Number, Into = key.Customer, From = mark.Customer, Exact = parted.Exact };
    }

    private void Take(CustomerTurn turn, CustomerState state, long number, Rules.Touchpoints.CustomerId other, ImmutableArray<LogPosition> positions) => turn.Merge(
        new TakeMerged { Change = MergeChange.Unmerged, Other = other, State = state },
        MergeInputs.Write(new MergeInput { Number = number, Change = MergeChange.Unmerged, Other = other, State = codec.Encode(state) }),
        positions);
}
