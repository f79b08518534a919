namespace CxOrchestrator.Api.Voice;

/// <summary>Why a reason rises.</summary>
public sealed record VoiceRise
{
    /// <summary>Remarks in the last 7 days of the period.</summary>
    public required long LastWeek { get; init; }

    /// <summary>Mean of 7 days in the 28 before, or in those of them that are known.</summary>
    public required double UsualWeek { get; init; }
}
