using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Storage.Telemetry;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Silo.Ingestion;

/// <summary>
/// Brings one partition's touchpoints to their customers: at most one call per customer in flight, so that a customer's order holds, and
/// a customer that fails holds up nobody else until <see cref="IngestionOptions.AheadMax"/> touchpoints are stored beyond its own. Positions are stored up to the first gap only.
/// </summary>
internal sealed partial class PartitionReader(
    ILogPartition partition,
    ICustomers customers,
    IDeadLetters deadLetters,
    ReadProgress progress,
    IngestionOptions options,
    TimeProvider clock,
    ILogger<PartitionReader> logger)
{
    private static readonly TimeSpan PollWait = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly PositionTracker _tracker = new();
    private readonly Signal _finished = new();

    /// <summary>A customer's touchpoints that wait for the call in flight.</summary>
    private sealed class Lane
    {
        public Queue<(LoggedTouchpoint Item, PositionTracker.Entry Entry)> Waiting { get; } = new();
    }

    /// <summary>Reads until the token is cancelled, then waits for what is in flight.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        progress.Join(partition.Log, partition.Id);
        using var work = new CancellationTokenSource();
        using var storing = new CancellationTokenSource();
        var stores = StoreLoopAsync(storing.Token);
        try
        {
            await ReadLoopAsync(work.Token, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping, also where the last poll failed at that moment: what is in flight is finished below.
        }
        finally
        {
            await DrainAsync();
            work.Cancel();

            // Only now: what was finished while draining is stored too.
            storing.Cancel();
            await stores;
            progress.Leave(partition.Log, partition.Id);
        }
    }

    private async Task ReadLoopAsync(CancellationToken work, CancellationToken cancellationToken)
    {
        var pause = options.RetryPause;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var room = Room();
            if (room <= 0)
            {
                await _finished.WaitAsync(cancellationToken);
                continue;
            }

            LogChunk chunk;
            try
            {
                chunk = await partition.PollAsync(Math.Min(room, options.PollMax), PollWait, cancellationToken);
                pause = options.RetryPause;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogPollFailed(logger, exception, partition.Id);
                await Task.Delay(pause, clock, cancellationToken);
                pause = Longer(pause);
                continue;
            }

            Spread(chunk, work);
        }
    }

    private void Spread(LogChunk chunk, CancellationToken work)
    {
        List<(string Customer, Lane Lane)> started = [];
        List<(LogRecord Record, PositionTracker.Entry Entry, ImmutableArray<TouchpointError> Errors)> unreadable = [];

        using var poll = Tracing.Poll(partition, chunk);

        // Before the lock: what is finished meanwhile need not wait for a thousand touchpoints to be read.
        var readings = chunk.Records.Select(record => (record, record.Reading ?? TouchpointJson.Read(record.Body.Span))).ToList();
        lock (_gate)
        {
            foreach (var (record, reading) in readings)
            {
                var entry = _tracker.Add(record.Position);
                entry.Trace = Tracing.Of(poll, record);
                if (reading.Touchpoint is not { } touchpoint)
                {
                    unreadable.Add((record, entry, reading.Errors));
                    continue;
                }

                var key = CustomerKey.For(touchpoint.Customer).ToString();
                if (!_lanes.TryGetValue(key, out var lane))
                {
                    _lanes[key] = lane = new Lane();
                    started.Add((key, lane));
                }

                var item = new LoggedTouchpoint { Position = record.Position, ReceivedAt = record.ReceivedAt, Touchpoint = touchpoint, Body = record.Body };
                lane.Waiting.Enqueue((item, entry));
            }

            _tracker.ReadThrough(chunk.ReadThrough);
        }

        foreach (var (customer, lane) in started)
        {
            _ = DeliverAsync(customer, lane, work);
        }

        foreach (var (record, entry, errors) in unreadable)
        {
            _ = DeadLetterAsync(record, entry, errors, work);
        }

        Report();
    }

    private async Task DeliverAsync(string customer, Lane lane, CancellationToken work)
    {
        var items = ImmutableArray.CreateBuilder<LoggedTouchpoint>();
        List<PositionTracker.Entry> entries = [];
        while (true)
        {
            lock (_gate)
            {
                items.Clear();
                entries.Clear();
                while (items.Count < options.BatchMax && lane.Waiting.TryDequeue(out var next))
                {
                    items.Add(next.Item);
                    entries.Add(next.Entry);
                }

                if (items.Count == 0)
                {
                    _lanes.Remove(customer);
                    return;
                }
            }

            var batch = new TouchpointBatch { Log = partition.Log, Partition = partition.Id, Items = items.ToImmutable() };
            using var call = Tracing.Apply(entries, static e => e.Trace);
            if (!await TryUntilDoneAsync(token => customers.ApplyAsync(customer, batch, token), entries[0].Position, work))
            {
                return;
            }

            Finish(entries);
        }
    }

    private async Task DeadLetterAsync(LogRecord record, PositionTracker.Entry entry, ImmutableArray<TouchpointError> errors, CancellationToken work)
    {
        var letter = new DeadLetter
        {
            Origin = new LogPosition(partition.Log, partition.Id, record.Position),
            Source = record.Source,
            Customer = record.Customer,
            Reason = DeadLetter.Unreadable,
            Detail = string.Join("; ", errors.Select(e => $"{e.Pointer}: {e.Detail}")),
            At = record.ReceivedAt,
            Body = record.Body,
        };
        if (await TryUntilDoneAsync(token => deadLetters.AddAsync(letter, token), record.Position, work))
        {
            Finish([entry]);
        }
    }

    // Nothing is dropped: a store that is down is tried until it is back, or until this process stops.
    private async Task<bool> TryUntilDoneAsync(Func<CancellationToken, Task> act, long position, CancellationToken work)
    {
        await Task.Yield();
        var pause = options.RetryPause;
        while (!work.IsCancellationRequested)
        {
            try
            {
                await act(CancellationToken.None);
                return true;
            }
#pragma warning disable CA1031 // Whatever the world fails with, the touchpoint waits until it recovers.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogDeliveryFailed(logger, exception, partition.Id, position);
            }

            await Task.Delay(pause, clock, CancellationToken.None);
            pause = Longer(pause);
        }

        return false;
    }

    private void Finish(IReadOnlyList<PositionTracker.Entry> entries)
    {
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                _tracker.Done(entry);
            }
        }

        _finished.Raise();
        Report();
    }

    private void Report()
    {
        DateTimeOffset? through;
        lock (_gate)
        {
            through = _tracker.Through;
        }

        if (through is { } reached)
        {
            progress.Report(partition.Log, partition.Id, reached);
        }
    }

    private int Room()
    {
        lock (_gate)
        {
            return Math.Min(options.InFlightMax - _tracker.InFlight, options.AheadMax - _tracker.Open);
        }
    }

    private int InFlight()
    {
        lock (_gate)
        {
            return _tracker.InFlight;
        }
    }

    private TimeSpan Longer(TimeSpan pause) => pause * 2 < options.RetryPauseMax ? pause * 2 : options.RetryPauseMax;
}
