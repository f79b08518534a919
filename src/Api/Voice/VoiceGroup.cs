namespace CxOrchestrator.Api.Voice;

/// <summary>Remarks of a stage, channel, segment or language.</summary>
public sealed record VoiceGroup
{
    /// <summary>What the filter of that name takes; null: not known.</summary>
    public string? Id { get; init; }

    /// <summary>Of a stage: its journey.</summary>
    public string? Journey { get; init; }

    public required string Name { get; init; }

    public required long Count { get; init; }

    public required long Negative { get; init; }

    public double? Sentiment { get; init; }

    /// <summary>Named most often; at most 3.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }
}
