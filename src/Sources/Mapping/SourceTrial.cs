using System.Collections.Immutable;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections.Sources;

namespace CxOrchestrator.Sources.Mapping;

/// <summary>Maps a delivery without a connection, as if nobody were known. Its signature is not verified, and no other system is asked.</summary>
public static class SourceTrial
{
    private const string NotEnriched = "Not enriched: a trial calls no other system. Paste its answer under enriched, beside headers and body.";

    /// <summary>Null, and why, where the delivery cannot be read.</summary>
    /// <param name="source">The kind of source.</param>
    /// <param name="request">The delivery.</param>
    /// <param name="enriched">What every event that lacks its content is enriched with; null: nothing.</param>
    /// <param name="settings">Of a connection.</param>
    /// <param name="name">The source of the touchpoints.</param>
    /// <param name="receivedAt">The time of events that state none.</param>
    /// <param name="problem">Why it cannot be read.</param>
    public static ImmutableArray<MappedEvent>? Map(
        SourceDefinition source, WebhookRequest request, QueryDocument? enriched, IEnumerable<KeyValuePair<string, string>> settings, string name, DateTimeOffset receivedAt, out string problem)
    {
        problem = "";
        if (DeliveryBody.Read(request, out var unread) is not { } received)
        {
            problem = $"{unread}.";
            return null;
        }

        var compiled = CompiledSource.Of(source);
        var effective = SourceSettings.Effective(source, settings);
        if (SourceMapper.Map(compiled, received.Document, effective, name, receivedAt) is { } events)
        {
            var lacking = events;
            if (enriched is not null && lacking.Any(e => e.Lacks is not null) && DeliveryBody.Read(request, out _) is { } again)
            {
                events = SourceMapper.Map(compiled, again.Document, effective, name, receivedAt, new Enrichment(receivedAt, place => lacking[place].Lacks is null ? null : enriched))!.Value;
            }

            return MappedCustomers.Presume([.. events.Select(Noted)]);
        }

        problem = $"It has more than {SourceMapper.EventsMax:N0} events.";
        return null;
    }

    private static MappedEvent Noted(MappedEvent read) => read.Lacks is null ? read
        : read with
        {
            Reason = read.Reason is { } reason ? $"{reason} {NotEnriched}" : null,
            Touchpoints = [.. read.Touchpoints.Select(t => t with { Notes = t.Notes.Add(NotEnriched) })],
        };
}
