namespace CxOrchestrator.Rules.Connections.Sources;

/// <summary>How an event becomes a touchpoint; an event may have several.</summary>
public sealed record EventMapping
{
    /// <summary>The system's word, or the beginning of several and <c>*</c>.</summary>
    public required string Word { get; init; }

    /// <summary>Type of the touchpoint.</summary>
    public required string As { get; init; }

    /// <summary>Expression: the event becomes it only where this holds; null: always.</summary>
    public string? When { get; init; }

    /// <summary>Expression: a touchpoint for each of these, known as <c>item</c>; null: one.</summary>
    public string? Each { get; init; }

    /// <summary>Expression: tells touchpoints of one event apart, beside the event's id; null: their places do.</summary>
    public string? Key { get; init; }

    /// <summary>Expression: when it happened; null: when the event did.</summary>
    public string? At { get; init; }

    public MappedParts Parts { get; init; } = MappedParts.None;
}
