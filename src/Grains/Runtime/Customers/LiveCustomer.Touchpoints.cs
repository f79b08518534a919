using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Grains.Runtime.Customers;

internal sealed partial class LiveCustomer
{
    /// <summary>How often the core may fail on an input before it becomes a dead letter.</summary>
    private const int FaultsMax = 3;

    public async Task<BatchReceipt> ApplyAsync(TouchpointBatch batch, CancellationToken cancellationToken)
    {
        var memory = await MemoryAsync(cancellationToken);
        if (!memory.Takes(batch.Origin))
        {
            // Merged by another activation, maybe: the row knows.
            _memory = null;
            memory = await MemoryAsync(cancellationToken);
        }

        if ((memory.MergedInto ?? (memory.Takes(batch.Origin) ? null : batch.Origin)) is { } elsewhere)
        {
            return new BatchReceipt { MovedTo = elsewhere };
        }

        var after = memory.PositionIn(batch.Log, batch.Partition, batch.Origin);
        var items = batch.Items.RemoveAll(i => i.Position <= after);
        var receipt = new BatchReceipt { Redelivered = batch.Items.Length - items.Length };
        if (items.IsEmpty)
        {
            return receipt;
        }

        if (await CountErasedAsync(memory, batch, items, receipt, cancellationToken) is { } counted)
        {
            return counted;
        }

        var turn = new CustomerTurn(key, memory, definitions.Current, journeyClock.GetUtcNow());
        var known = new KnownIdentities(store, key, memory.State.Histories, items);
        foreach (var item in items)
        {
            receipt = await TakeAsync(turn, batch, item, known, receipt, cancellationToken);
        }

        turn.Advance(new LogPosition(batch.Log, batch.Partition, items[^1].Position, batch.Origin?.Value));
        await CommitAsync(turn, rewriteTimer: false, cancellationToken);
        return receipt;
    }

    private async Task<BatchReceipt> TakeAsync(
        CustomerTurn turn, TouchpointBatch batch, LoggedTouchpoint item, KnownIdentities known, BatchReceipt receipt, CancellationToken cancellationToken)
    {
        var touchpoint = item.Touchpoint;
        var source = touchpoint.Identity.Source;
        if (_memory?.Erased?.KeepsOut(touchpoint.At) == true)
        {
            turn.Count(new LedgerCount { Source = source, Erased = 1 });
            return receipt with { Erased = receipt.Erased + 1 };
        }

        var input = InputOf(item, turn.Definitions.Set.Lexicon);
        Receipt taken;
        try
        {
            taken = Decide(turn, input, HistoryAnswer.NotAsked);
            if (taken == Receipt.NeedsHistory)
            {
                taken = Decide(turn, input, await known.HasAsync(touchpoint, cancellationToken) ? HistoryAnswer.Present : HistoryAnswer.Absent);
            }
        }
        catch (CoreFaultException fault)
        {
            LogFaulted(logger, fault.InnerException!, batch.Partition, item.Position);
            turn.Count(new LedgerCount { Source = source, Rejected = 1 });
            turn.Reject(new DeadLetter
            {
                Origin = new LogPosition(batch.Log, batch.Partition, item.Position),
                Source = source,
                Customer = touchpoint.Customer.Value,
                Reason = "faulted",
                Detail = $"The core failed on it {FaultsMax} times: {fault.InnerException!.GetType().Name}: {fault.InnerException.Message}",
                At = item.ReceivedAt,
                Body = item.Body,
            });
            return receipt with { Rejected = receipt.Rejected + 1 };
        }

        if (taken == Receipt.Duplicate)
        {
            var conflicting = await known.DiffersAsync(touchpoint, cancellationToken);
            turn.Count(new LedgerCount { Source = source, Duplicate = 1, Conflicting = conflicting ? 1 : 0 });
            return receipt with { Duplicate = receipt.Duplicate + 1 };
        }

        known.Add(touchpoint);
        Identify(turn, touchpoint);
        turn.Count(new LedgerCount { Source = source, Applied = 1, Conflicting = identities?.Applied(touchpoint) == true ? 1 : 0 });
        return receipt with { Applied = receipt.Applied + 1 };
    }

    // With what its text says, which is stored as a part of it: a refold reads no text. Where that is too large to be read back, the text stays unread.
    private LoggedTouchpoint InputOf(LoggedTouchpoint item, Lexicon? lexicon)
    {
        var read = item.Touchpoint.WithReading(texts, lexicon);
        return !ReferenceEquals(read, item.Touchpoint) && TouchpointJson.Write(read) is { Length: <= TouchpointJson.BytesMax } body
            ? item with { Touchpoint = read, Body = body }
            : item;
    }

    // A timer that fails three times is put aside, and the others fire.
    private void Fire(CustomerTurn turn, DateTimeOffset upTo)
    {
        for (var fault = 1; ; fault++)
        {
            try
            {
                turn.Fire(upTo, setAside: fault > FaultsMax);
                return;
            }
            catch (TimerFaultException exception)
            {
                LogTimerFaulted(logger, exception.InnerException!, fault);
            }
        }
    }

    private Receipt Decide(CustomerTurn turn, LoggedTouchpoint item, HistoryAnswer history)
    {
        var timerFaults = 0;
        for (var fault = 1; ; fault++)
        {
            try
            {
                return turn.Record(item.Touchpoint, history, item.ReceivedAt, item.Body, setAside: timerFaults >= FaultsMax);
            }
            catch (TimerFaultException exception) when (timerFaults < FaultsMax)
            {
                // Not the touchpoint's fault: it goes on once the timer is out of its way.
                timerFaults++;
                fault--;
                LogTimerFaulted(logger, exception.InnerException!, timerFaults);
            }
#pragma warning disable CA1031 // Whatever the core fails with, one input must not stop its customer.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (fault == FaultsMax)
                {
                    throw new CoreFaultException(exception);
                }
            }
        }
    }

    [LoggerMessage(1003, LogLevel.Error, "The core failed on a customer's timer, time {Fault}; after three it is put aside as a dead letter")]
    private static partial void LogTimerFaulted(ILogger logger, Exception exception, int fault);

    [LoggerMessage(1002, LogLevel.Error, "The core failed on the touchpoint at {Partition}/{Position}; it becomes a dead letter")]
    private static partial void LogFaulted(ILogger logger, Exception exception, int partition, long position);

    private sealed class CoreFaultException(Exception inner) : Exception("The core failed on an input.", inner);
}
