using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Rules.Customers;

namespace CxOrchestrator.Grains.Runtime.Customers;

internal sealed partial class LiveCustomer
{
    private ICustomerErasures Erasures => erasures ?? throw new InvalidOperationException("No customer can be erased here.");

    public async Task<long> EraseAsync(string by, CancellationToken cancellationToken)
    {
        var memory = await MemoryAsync(cancellationToken);
        if (memory.MergedInto is not null)
        {
            // It is erased with the customer it is a part of: the caller has to ask that one.
            throw OutOfDate();
        }

        await ErasePartsAsync(memory, by, cancellationToken);
        var erasure = new CustomerErasure { Key = key, ExpectedVersion = memory.Version, Positions = memory.Positions, At = journeyClock.GetUtcNow(), By = by };
        if (await MarkAsync(() => Erasures.BeginAsync(erasure, cancellationToken)) is not { } mark)
        {
            throw OutOfDate();
        }

        _memory = CustomerMemory.Gone(key.Customer, mark);
        _stored.Clear();
        events.Changed(new CustomerChange
        {
            Tenant = key.Tenant,
            State = CustomerState.For(key.Customer) with
            {
                Sequence = memory.State.Sequence + 1,
                EffectiveAt = erasure.At > memory.State.EffectiveAt ? erasure.At : memory.State.EffectiveAt,
            },
            AtRisk = false,
            Erased = true,
        });
        return mark.Number;
    }

    // First: where this is cut off, the customer is there still, and is asked to go again.
    private async Task ErasePartsAsync(CustomerMemory memory, string by, CancellationToken cancellationToken)
    {
        foreach (var part in memory.State.Merged.Select(m => m.Customer))
        {
            var other = await OtherAsync(part, cancellationToken);
            var erasure = new CustomerErasure
            {
                Key = new CustomerKey(key.Tenant, part),
                ExpectedVersion = other.Version,
                Positions = [.. memory.Positions.Where(p => p.Origin == part.Value).Select(p => p with { Origin = null })],
                At = journeyClock.GetUtcNow(),
                By = by,
            };
            if (other.Version > 0 && await Erasures.BeginAsync(erasure, cancellationToken) is null)
            {
                throw OutOfDate();
            }
        }
    }

    public async Task<bool> ReadmitAsync(string by, CancellationToken cancellationToken)
    {
        var memory = await MemoryAsync(cancellationToken);
        if (!memory.IsGone || memory.Erased!.Readmitted || await MarkAsync(() => Erasures.ReadmitAsync(key, by, cancellationToken)) is not { } mark)
        {
            return false;
        }

        _memory = CustomerMemory.Gone(key.Customer, mark);
        return true;
    }

    /// <summary>Counts touchpoints of an erased customer; null where one of them may be kept.</summary>
    private async Task<BatchReceipt?> CountErasedAsync(
        CustomerMemory memory, TouchpointBatch batch, ImmutableArray<LoggedTouchpoint> items, BatchReceipt receipt, CancellationToken cancellationToken)
    {
        if (!memory.IsGone || items.Any(i => !memory.Erased!.KeepsOut(i.Touchpoint.At)))
        {
            return null;
        }

        var count = new ErasedCount
        {
            Key = key,
            ExpectedVersion = memory.Erased!.Version,
            Positions = [.. memory.Positions.Where(p => p.Partition != batch.Partition || p.Log != batch.Log), new LogPosition(batch.Log, batch.Partition, items[^1].Position)],
            Ledger = [.. items.GroupBy(i => i.Touchpoint.Identity.Source, (source, of) => new LedgerCount { Source = source, Erased = of.Count() })],
        };
        if (!await MarkAsync(() => Erasures.CountAsync(count, cancellationToken)))
        {
            throw OutOfDate();
        }

        _memory = CustomerMemory.Gone(key.Customer, memory.Erased with { Version = memory.Erased.Version + 1, Positions = count.Positions });
        return receipt with { Erased = items.Length };
    }

    private async Task<T> MarkAsync<T>(Func<Task<T>> write)
    {
        try
        {
            return await write();
        }
        catch
        {
            // Stored or not: only the row knows.
            _memory = null;
            throw;
        }
    }

    private CustomerConflictException OutOfDate()
    {
        _memory = null;
        conflicted();
        return new CustomerConflictException();
    }
}
