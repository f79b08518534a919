namespace CxOrchestrator.Api.Voice;

/// <summary>Remarks that name a reason.</summary>
public sealed record VoiceReason
{
    public required string Reason { get; init; }

    public required long Count { get; init; }

    /// <summary>Of all remarks, 0 to 1.</summary>
    public required double Share { get; init; }

    public required long Negative { get; init; }

    /// <summary>-1 to 1, of those that were read; null: none was.</summary>
    public double? Sentiment { get; init; }

    /// <summary>Of as many days before.</summary>
    public required long Previous { get; init; }

    /// <summary>One number for each day of the period.</summary>
    public required IReadOnlyList<long> Days { get; init; }

    /// <summary>It is named more often than its own past explains; null: it is not.</summary>
    public VoiceRise? Rise { get; init; }
}
