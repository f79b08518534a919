using System.Collections.Immutable;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Sources.Mapping;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Identities;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Gateway.Sources;

/// <summary>Takes in what was read from another system, with how far it was read.</summary>
internal sealed class SourcePageIntake(ISourcePages pages, ITouchpointCustomers customers, SourceRecorder recorder, Metrics metrics)
{
    /// <summary>Why a page was not stored.</summary>
    /// <param name="Problem">Without a full stop.</param>
    /// <param name="RetryAfter">When to try again; null: as for any failure.</param>
    internal sealed record Failure(string Problem, TimeSpan? RetryAfter);

    /// <summary>Null: it is durable.</summary>
    public async Task<Failure?> StoreAsync(
        SourceConnection connection, WebhookRequest request, ImmutableArray<MappedEvent> events, string reader, string cursor, TimeSpan lease, CancellationToken cancellationToken)
    {
        events = await MappedCustomers.FindAsync(events, customers, cancellationToken);
        ImmutableArray<LogItem> items = [.. events.SelectMany(e => e.Touchpoints).Select(t => new LogItem { Customer = t.Touchpoint.Customer, Source = connection.Id, Body = t.Body })];
        try
        {
            if (!await pages.StoreAsync(connection.Id, reader, items, cursor, lease, cancellationToken))
            {
                return new Failure(SourceReader.TakenOver, null);
            }
        }
        catch (LogBusyException busy)
        {
            return new Failure("More touchpoints wait to be written than the bound allows", busy.RetryAfter);
        }
        catch (LogFullException full)
        {
            return new Failure("The touchpoint log is at its size limit", full.RetryAfter);
        }

        metrics.Accepted.Add(items.Length);
        if (!events.IsEmpty)
        {
            recorder.Accepted(connection, request, events);
        }

        return null;
    }
}
