namespace CxOrchestrator.Api.Voice;

/// <summary>What a person says that a text means: body of <c>POST /v1/voice/corrections</c>.</summary>
public sealed record VoiceCorrection
{
    public required string Customer { get; init; }

    /// <summary>Of the input in the customer's timeline.</summary>
    public required long Sequence { get; init; }

    /// <summary>negative, neutral, positive.</summary>
    public required string Class { get; init; }

    /// <summary>At most 10. Left out: none.</summary>
    public IReadOnlyList<string>? Reasons { get; init; }
}
