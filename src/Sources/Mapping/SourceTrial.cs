using System.Collections.Immutable;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Rules.Connections.Sources;

namespace CxOrchestrator.Sources.Mapping;

/// <summary>Maps a delivery without a connection, as if nobody were known. Its signature is not verified.</summary>
public static class SourceTrial
{
    /// <summary>Null, and why, where the delivery cannot be read.</summary>
    public static ImmutableArray<MappedEvent>? Map(
        SourceDefinition source, WebhookRequest request, IEnumerable<KeyValuePair<string, string>> settings, string name, DateTimeOffset receivedAt, out string problem)
    {
        problem = "";
        if (DeliveryBody.Read(request, out var unread) is not { } received)
        {
            problem = $"{unread}.";
            return null;
        }

        if (SourceMapper.Map(CompiledSource.Of(source), received.Document, SourceSettings.Effective(source, settings), name, receivedAt) is { } events)
        {
            return MappedCustomers.Presume(events);
        }

        problem = $"It has more than {SourceMapper.EventsMax:N0} events.";
        return null;
    }
}
