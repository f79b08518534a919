using System.Collections.Immutable;

namespace CxOrchestrator.Sources.Mapping;

/// <summary>What became of an event.</summary>
public enum EventOutcome
{
    /// <summary>A mapping made touchpoints of it.</summary>
    Mapped,

    /// <summary>No mapping names it: it became a touchpoint of the generic type.</summary>
    Generic,

    /// <summary>Its document says to drop it.</summary>
    Dropped,

    /// <summary>No touchpoint could be made of it.</summary>
    Unmapped,
}

/// <summary>An event of a delivery, and the touchpoints that it becomes.</summary>
public sealed record MappedEvent
{
    /// <summary>The system's word for what happened; empty where it has none.</summary>
    public required string Word { get; init; }

    /// <summary>The system's id, or one made of the content.</summary>
    public required string Id { get; init; }

    public required EventOutcome Outcome { get; init; }

    /// <summary>Why there is no touchpoint, as a sentence; null where there is one.</summary>
    public string? Reason { get; init; }

    public ImmutableArray<MappedTouchpoint> Touchpoints { get; init; } = [];

    /// <summary>What the system is asked with for the content that was not given to it, by the names of the document; null: it needs none.</summary>
    public ImmutableArray<KeyValuePair<string, string>>? Lacks { get; init; }
}
