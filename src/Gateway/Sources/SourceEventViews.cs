using System.Collections.Immutable;
using System.Text.Json;
using CxOrchestrator.Api.Sources;
using CxOrchestrator.Sources.Mapping;

namespace CxOrchestrator.Gateway.Sources;

/// <summary>Events of a delivery as the API shows them.</summary>
internal static class SourceEventViews
{
    public static IReadOnlyList<MappedEventView> Of(ImmutableArray<MappedEvent> events) =>
    [
        .. events.Select(e => new MappedEventView
        {
            Word = e.Word,
            Id = e.Id,
            Outcome = e.Outcome.ToString().ToLowerInvariant(),
            Reason = e.Reason,
            Touchpoints = [.. e.Touchpoints.Select(t => new MappedTouchpointView { Touchpoint = Element(t.Body), Notes = t.Notes })],
        }),
    ];

    private static JsonElement Element(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.Clone();
    }
}
