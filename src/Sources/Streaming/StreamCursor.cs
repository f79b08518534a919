using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CxOrchestrator.Sources.Streaming;

/// <summary>How far the streams of a source are read.</summary>
public sealed partial record StreamCursor
{
    /// <summary>By topic, after what reading goes on.</summary>
    public ImmutableSortedDictionary<string, string> Positions { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Failures in a row.</summary>
    public int Failures { get; init; }

    public static StreamCursor Read(string? text) => text is null ? new() : JsonSerializer.Deserialize(text, StreamCursorJson.Default.StreamCursor) ?? new();

    public string Write() => JsonSerializer.Serialize(this, StreamCursorJson.Default.StreamCursor);

    /// <summary>After a batch that is durable.</summary>
    public StreamCursor After(StreamBatch batch) => this with { Positions = batch.Position is { } position ? Positions.SetItem(batch.Topic, position) : Positions, Failures = 0 };

    [JsonSerializable(typeof(StreamCursor))]
    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    private sealed partial class StreamCursorJson : JsonSerializerContext;
}
