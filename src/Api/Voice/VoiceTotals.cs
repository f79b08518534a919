namespace CxOrchestrator.Api.Voice;

/// <summary>Remarks of a period.</summary>
public sealed record VoiceTotals
{
    public required long Count { get; init; }

    public required long Negative { get; init; }

    public required long Positive { get; init; }

    /// <summary>-1 to 1, of those that were read; null: none was.</summary>
    public double? Sentiment { get; init; }
}
