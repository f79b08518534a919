using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Sources.Mapping;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Gateway.Sources;

/// <summary>
/// Keeps the newest deliveries of each source, and counts them by the hour. It stores them every second; what it has then is lost with the process: this
/// is for people, the ledger counts.
/// </summary>
internal sealed partial class SourceRecorder(ISourceDeliveries store, IErasureStore erasures, TimeProvider clock, ILogger<SourceRecorder> logger) : RepeatedWork(clock)
{
    /// <summary>Most deliveries of a connection that are kept between two times they are stored; of more, the newest.</summary>
    private const int PendingMax = 20;

    private const string Erased = "It is about a customer who was erased, and nothing of it is kept.";

    private static readonly TimeSpan TrimEvery = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Pending> _pending = new(StringComparer.Ordinal);
    private DateTimeOffset _trimmedAt;

    private sealed record Kept(SourceDeliveryRecord Record, ImmutableArray<CustomerKey> Customers);

    private sealed class Pending
    {
        public Queue<Func<Kept>> Newest { get; } = new();

        public SourceCount Count { get; set; } = new() { Connection = "", Hour = default };
    }

    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    public void Accepted(SourceConnection connection, WebhookRequest request, ImmutableArray<MappedEvent> events) => Add(
        connection.Id,
        new SourceCount
        {
            Connection = connection.Id,
            Hour = default,
            Deliveries = 1,
            Touchpoints = events.Sum(e => e.Touchpoints.Length),
            Unmapped = events.Count(e => e.Outcome == EventOutcome.Unmapped),
            Dropped = events.Count(e => e.Outcome == EventOutcome.Dropped),
        },
        Lasting(connection, request, events, Clock.GetUtcNow()));

    /// <param name="connection">Whose it was.</param>
    /// <param name="status">Of the answer.</param>
    /// <param name="reason">A sentence.</param>
    /// <param name="size">Bytes of the body.</param>
    public void Refused(SourceConnection connection, int status, string reason, int size)
    {
        var record = new SourceDeliveryRecord { Connection = connection.Id, At = Clock.GetUtcNow(), Status = status, Reason = reason, Size = size };
        Add(connection.Id, new SourceCount { Connection = connection.Id, Hour = default, Refused = 1 }, () => new Kept(record, []));
    }

    /// <summary>Counts what came of rows of a file.</summary>
    public void Imported(string connection, long touchpoints, long dropped, long unmapped) =>
        Add(connection, new SourceCount { Connection = connection, Hour = default, Touchpoints = touchpoints, Dropped = dropped, Unmapped = unmapped }, null);

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var taken = new List<Kept>();
        var counts = ImmutableArray.CreateBuilder<SourceCount>();
        foreach (var name in _pending.Keys)
        {
            if (_pending.TryRemove(name, out var pending))
            {
                lock (pending)
                {
                    taken.AddRange(pending.Newest.Select(n => n()));
                    counts.Add(pending.Count with { Connection = name, Hour = HourOf(Clock.GetUtcNow()) });
                }
            }
        }

        if (counts.Count > 0)
        {
            var keptOut = await erasures.KeptOutAsync([.. taken.SelectMany(t => t.Customers)], cancellationToken);
            await store.AddAsync([.. taken.Select(t => t.Customers.Any(keptOut.Contains) ? t.Record with { Headers = null, Body = null, Result = null, Reason = Erased } : t.Record)], counts.ToImmutable(), cancellationToken);
        }

        if (Clock.GetUtcNow() - _trimmedAt > TrimEvery)
        {
            _trimmedAt = Clock.GetUtcNow();
            await store.TrimAsync(_trimmedAt, cancellationToken);
        }
    }

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    private void Add(string connection, SourceCount count, Func<Kept>? delivery)
    {
        while (true)
        {
            var pending = _pending.GetOrAdd(connection, _ => new Pending());
            lock (pending)
            {
                // Taken to be stored meanwhile: the next one counts it.
                if (!_pending.TryGetValue(connection, out var still) || !ReferenceEquals(still, pending))
                {
                    continue;
                }

                pending.Count = pending.Count.Plus(count);
                if (delivery is not null)
                {
                    pending.Newest.Enqueue(delivery);
                }

                if (pending.Newest.Count > PendingMax)
                {
                    pending.Newest.Dequeue();
                }

                return;
            }
        }
    }

    // Written out when it is stored: of thousands a second only the newest are.
    private static Func<Kept> Lasting(SourceConnection connection, WebhookRequest request, ImmutableArray<MappedEvent> events, DateTimeOffset at)
    {
        // The request's bytes are another request's once this one is answered.
        var body = request.Body.Length <= SourceDeliveryRecord.BytesMax ? request.Body.ToArray() : null;
        return () =>
        {
            var plain = body is null ? null : DeliveryBody.Plain(request with { Body = body });
            var result = JsonSerializer.Serialize(SourceEventViews.Of(events), ApiJson.Default.IReadOnlyListMappedEventView);
            return new Kept(
                new SourceDeliveryRecord
                {
                    Connection = connection.Id,
                    At = at,
                    Status = StatusCodes.Status200OK,
                    Size = request.Body.Length,
                    Headers = JsonSerializer.Serialize(DeliveryProofs.Without(request.Headers), ApiJson.Default.IReadOnlyDictionaryStringString),
                    Body = plain?.Length <= SourceDeliveryRecord.BytesMax ? plain : default(ReadOnlyMemory<byte>?),
                    Result = result.Length <= SourceDeliveryRecord.BytesMax ? result : null,
                },
                [.. events.SelectMany(e => e.Touchpoints).Select(t => CustomerKey.For(t.Touchpoint.Customer)).Distinct()]);
        };
    }

    private static DateTimeOffset HourOf(DateTimeOffset at) => new(at.UtcDateTime.Date.AddHours(at.UtcDateTime.Hour), TimeSpan.Zero);

    [LoggerMessage(3613, LogLevel.Warning, "Deliveries of sources could not be kept to look at; those of the time are lost, their touchpoints are not")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
