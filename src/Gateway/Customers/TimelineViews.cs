using System.Text.Json;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;

namespace CxOrchestrator.Gateway.Customers;

/// <summary>History as the API says it.</summary>
internal static class TimelineViews
{
    public static TimelineEntry Of(HistoryEntry entry)
    {
        var outcome = HistoryOutcome.FromJson(entry.Outcome.Span);
        return new TimelineEntry
        {
            Sequence = entry.Sequence,
            Kind = Names<HistoryKind>.Of(entry.Kind),
            At = entry.At,
            EffectiveAt = entry.EffectiveAt,
            ReceivedAt = entry.ReceivedAt,
            Type = entry.Type,
            Source = entry.Source.Length == 0 ? null : entry.Source,
            Id = entry.Id.Length == 0 ? null : entry.Id,
            Channel = entry.Channel,
            Experience = outcome.Experience,
            Mood = outcome.Mood,
            Pressure = outcome.Pressure,
            Risk = outcome.Risk,
            Marks = [.. outcome.Marks.Select(Of)],
            Touchpoint = entry.Kind == HistoryKind.Touchpoint ? Json(entry.Input) : null,
            DefinitionsVersion = entry.DefinitionsVersion,
        };
    }

    private static TimelineMark Of(HistoryMark mark) => new()
    {
        Kind = Names<HistoryMarkKind>.Of(mark.Kind),
        At = mark.At,
        Journey = mark.Journey,
        Correlation = mark.Correlation,
        Name = mark.Name,
        Text = mark.Text,
        Size = mark.Size,
        DueAt = mark.DueAt,
    };

    private static JsonElement Json(ReadOnlyMemory<byte> input)
    {
        using var document = JsonDocument.Parse(input);
        return document.RootElement.Clone();
    }
}
