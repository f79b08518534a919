using System.Collections.Immutable;

namespace CxOrchestrator.Sources.Streaming;

/// <summary>Events that came together.</summary>
public sealed record StreamBatch
{
    /// <summary>Where they come from.</summary>
    public required Uri Url { get; init; }

    /// <summary>A JSON object per line; empty: the system said that nothing happened.</summary>
    public required ReadOnlyMemory<byte> Lines { get; init; }

    /// <summary>The topic that <see cref="Position"/> is of; empty where there are none.</summary>
    public string Topic { get; init; } = "";

    /// <summary>Reading goes on after this, in the system's own form; null: it says none.</summary>
    public string? Position { get; init; }

    /// <summary>What could not be read, in sentences.</summary>
    public ImmutableArray<string> Unread { get; init; } = [];
}
