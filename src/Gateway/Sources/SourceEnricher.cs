using System.Collections.Concurrent;
using System.Collections.Immutable;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Sources.Enriching;
using CxOrchestrator.Sources.Kinds;
using CxOrchestrator.Sources.Mapping;
using CxOrchestrator.Sources.Pulling;
using CxOrchestrator.Sources.Receiving;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Identities;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Gateway.Sources;

/// <summary>
/// Enriches the events of deliveries that wait, each connection's by one gateway at a time. A delivery is removed once its touchpoints are durable: what
/// a crash repeats has the same ids, and is applied once.
/// </summary>
internal sealed partial class SourceEnricher(
    IDefinitions definitions, SourceSecrets secrets, IWaitingDeliveries waiting, EnrichmentIntake intake, EnrichmentCalls calls, ITouchpointCustomers customers, IErasureStore erasures, ITouchpointLog log,
    SourceRecorder recorder, JourneyClock journey, Metrics metrics, TimeProvider clock, ILogger<SourceEnricher> logger) : RepeatedWork(clock)
{
    /// <summary>Connections that are worked on at once.</summary>
    private const int AtOnceMax = 4;

    /// <summary>Deliveries of a connection that are enriched before others have their turn.</summary>
    private const int DeliveriesMax = 50;

    private static readonly TimeSpan FaultRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TrimEvery = TimeSpan.FromHours(1);

    private readonly string _reader = SourceReader.Name(clock);
    private readonly ConcurrentDictionary<string, string> _held = new(StringComparer.Ordinal);
    private DateTimeOffset _trimmedAt;

    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Clock.GetUtcNow() - _trimmedAt > TrimEvery)
        {
            await waiting.TrimAsync(cancellationToken);
            _trimmedAt = Clock.GetUtcNow();
        }

        var current = definitions.Current;
        var due = (await waiting.DueAsync(cancellationToken)).Select(id => (Id: id, Connection: current.Set.SourceConnections.FirstOrDefault(c => c.Id == id))).ToList();
        foreach (var (id, connection) in due.Where(d => d.Connection is not { Enabled: true }))
        {
            NoteHeld(id, connection is null ? "it is not published" : "it is disabled");
        }

        var failed = new ConcurrentQueue<Exception>();
        await Parallel.ForEachAsync(
            due.Where(d => d.Connection is { Enabled: true }).Select(d => (d.Connection, Source: BuiltInSources.Find(current, d.Connection!.Source))).Where(d => d.Source is not null),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = cancellationToken },
            async (d, token) =>
            {
                try
                {
                    await EnrichAsync(d.Connection!, d.Source!, token);
                }
#pragma warning disable CA1031 // What fails for one source holds no other up; it is reported below.
                catch (Exception exception) when (!token.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    failed.Enqueue(exception);
                }
            });
        if (!failed.IsEmpty)
        {
            throw new AggregateException(failed);
        }
    }

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    private async Task EnrichAsync(SourceConnection connection, SourceDefinition source, CancellationToken cancellationToken)
    {
        var settings = SourceSettings.Effective(source, connection.Settings);
        var entered = (await secrets.OfAsync(connection, source, cancellationToken)).Sets[0];
        var enrich = await intake.EnrichesAsync(connection, source, cancellationToken) ? source.Enrich : null;
        if (enrich is not null && PullTargets.MissingToEnrich(source, settings, entered.ContainsKey).Any())
        {
            NoteHeld(connection.Id, "a secret that it is enriched with cannot be used");
            return;
        }

        _held.TryRemove(connection.Id, out _);

        var (taken, cursor) = await waiting.LeaseAsync(connection.Id, _reader, EnrichmentCalls.Lease, cancellationToken);
        if (!taken)
        {
            return;
        }

        using var caller = enrich is null ? null : calls.Caller(connection, enrich, settings, entered, _reader, EnrichCursor.Read(cursor));
        DateTimeOffset? later = null;
        try
        {
            foreach (var number in await waiting.DueOfAsync(connection.Id, DeliveriesMax, cancellationToken))
            {
                if (await waiting.GetAsync(connection.Id, number, cancellationToken) is not { DeadAt: null } delivery)
                {
                    continue;
                }

                (var goesOn, later) = await EnrichAsync(new OneSource(connection, source, settings, caller), delivery, cancellationToken);
                if (!goesOn)
                {
                    break;
                }
            }
        }
        finally
        {
            await waiting.EndAsync(connection.Id, _reader, later, CancellationToken.None);
        }
    }

    // Whether further deliveries have their turn, and where not, when they do; null: another process has them.
    private async Task<(bool GoesOn, DateTimeOffset? Later)> EnrichAsync(OneSource one, WaitingDelivery delivery, CancellationToken cancellationToken)
    {
        if (Map(one, delivery, null, out var unread) is not { } events)
        {
            await waiting.DeadLetterAsync(delivery.Number, $"{unread}.", cancellationToken);
            return (true, null);
        }

        var lacking = one.Caller is null || delivery.Plain ? [] : events.Select((e, place) => (e.Lacks, Place: place)).Where(e => e.Lacks is not null).ToList();
        var contents = new Dictionary<int, QueryDocument>();
        foreach (var (lacks, place) in lacking)
        {
            switch (await calls.AskAsync(one.Caller!, delivery, lacks!.Value, cancellationToken))
            {
                case EnrichContent content:
                    if (content.Document is { } document)
                    {
                        contents[place] = document;
                    }

                    break;
                case EnrichLater later:
                    return (false, later.At);
                case EnrichFailure failure:
                    return await FailedAsync(one, delivery, events, failure, cancellationToken);
                default:
                    throw new System.Diagnostics.UnreachableException("No other answer.");
            }
        }

        if (contents.Count > 0)
        {
            events = Map(one, delivery, new Enrichment(journey.Now, contents.GetValueOrDefault), out _)!.Value;
        }

        var appendAt = await AppendAsync(one, delivery, events, cancellationToken);
        if (appendAt is null && one.Caller is not null)
        {
            calls.Forget(one.Caller, delivery, lacking.Select(l => l.Lacks!.Value));
        }

        return (appendAt is null, appendAt);
    }

    private async Task<(bool GoesOn, DateTimeOffset? Later)> FailedAsync(OneSource one, WaitingDelivery delivery, ImmutableArray<MappedEvent> events, EnrichFailure failure, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        if (failure.IsFinal || now - (delivery.FailingSince ?? now) >= one.Caller!.Enrich.TryFor)
        {
            return await DeadLetterAsync(one, delivery, events, failure.Problem, cancellationToken);
        }

        await waiting.FailedAsync(delivery.Number, failure.Problem, now + SourceReader.BackOff(delivery.Failures + 1, failure.RetryAfter), cancellationToken);
        if (delivery.FailingSince is null)
        {
            LogNotEnriched(logger, one.Connection.Id, delivery.Number, failure.Problem);
        }

        var later = one.Caller.Cursor.NotBefore(one.Caller.Enrich, now);
        return (later is null, later);
    }

    // Nothing of somebody who was erased is kept: what is known of the events goes its way, where it is not applied.
    private async Task<(bool GoesOn, DateTimeOffset? Later)> DeadLetterAsync(OneSource one, WaitingDelivery delivery, ImmutableArray<MappedEvent> events, string problem, CancellationToken cancellationToken)
    {
        var found = await MappedCustomers.FindAsync(events, customers, cancellationToken);
        var whose = found.SelectMany(e => e.Touchpoints).Select(t => CustomerKey.For(t.Touchpoint.Customer)).Distinct().ToList();
        if (whose.Count > 0 && !(await erasures.KeptOutAsync(whose, cancellationToken)).IsEmpty)
        {
            var later = await AppendAsync(one, delivery, found, cancellationToken);
            return (later is null, later);
        }

        await waiting.DeadLetterAsync(delivery.Number, problem, cancellationToken);
        LogDead(logger, one.Connection.Id, delivery.Number, problem);
        return (true, null);
    }

    // When the log takes it; null: it did, and the delivery is removed.
    private async Task<DateTimeOffset?> AppendAsync(OneSource one, WaitingDelivery delivery, ImmutableArray<MappedEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            events = await MappedCustomers.FindAsync(events, customers, cancellationToken);
            ImmutableArray<LogItem> items = [.. events.SelectMany(e => e.Touchpoints).Select(t => new LogItem { Customer = t.Touchpoint.Customer, Source = one.Connection.Id, Body = t.Body })];
            if (!items.IsEmpty)
            {
                await log.AppendAsync(items, cancellationToken);
                metrics.Accepted.Add(items.Length);
            }
        }
        catch (LogBusyException busy)
        {
            return Clock.GetUtcNow() + busy.RetryAfter;
        }
        catch (LogFullException full)
        {
            return Clock.GetUtcNow() + full.RetryAfter;
        }
#pragma warning disable CA1031 // Whatever the store failed with, it is tried again.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogAppendFailed(logger, exception, one.Connection.Id);
            return Clock.GetUtcNow() + FaultRetry;
        }

        recorder.Accepted(one.Connection, EnrichmentIntake.RequestOf(delivery), events);
        await waiting.RemoveAsync(delivery.Number, CancellationToken.None);
        return null;
    }

    private static ImmutableArray<MappedEvent>? Map(OneSource one, WaitingDelivery delivery, Enrichment? enrichment, out string unread)
    {
        if (DeliveryBody.Read(EnrichmentIntake.RequestOf(delivery), out unread) is not { } received)
        {
            return null;
        }

        unread = $"It has more than {SourceMapper.EventsMax:N0} events";
        return SourceMapper.Map(CompiledSource.Of(one.Source), received.Document, one.Settings, one.Connection.Id, delivery.ReceivedAt, enrichment);
    }

    // Said once, until there is another reason.
    private void NoteHeld(string connection, string why)
    {
        if (_held.GetValueOrDefault(connection) != why)
        {
            _held[connection] = why;
            LogHeld(logger, connection, why);
        }
    }

    /// <summary>A connection that is worked on.</summary>
    private sealed record OneSource(SourceConnection Connection, SourceDefinition Source, IReadOnlyDictionary<string, string> Settings, EnrichmentCaller? Caller);

    [LoggerMessage(3631, LogLevel.Warning, "Delivery {Number} of the source {Connection} could not be enriched: {Problem} Trying again")]
    private static partial void LogNotEnriched(ILogger logger, string connection, long number, string problem);

    [LoggerMessage(3632, LogLevel.Error, "Delivery {Number} of the source {Connection} became a dead letter: {Problem}")]
    private static partial void LogDead(ILogger logger, string connection, long number, string problem);

    [LoggerMessage(3633, LogLevel.Warning, "Deliveries of the source {Connection} wait to be enriched: {Why}")]
    private static partial void LogHeld(ILogger logger, string connection, string why);

    [LoggerMessage(3634, LogLevel.Error, "Enriched touchpoints of the source {Connection} could not be stored; trying again")]
    private static partial void LogAppendFailed(ILogger logger, Exception exception, string connection);

    [LoggerMessage(3635, LogLevel.Warning, "Deliveries that wait to be enriched could not be read; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
