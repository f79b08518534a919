namespace CxOrchestrator.Api.Voice;

/// <summary>A line of <c>GET /v1/voice/corrections/export</c>, as <c>cx sentiment</c> reads it.</summary>
public sealed record CorrectionLine
{
    [Sensitive(SensitiveKind.Text)]
    public required string Text { get; init; }

    /// <summary>Null: not known.</summary>
    public string? Lang { get; init; }

    /// <summary>-1, 0 or 1.</summary>
    public required int Label { get; init; }

    public required IReadOnlyList<string> Reasons { get; init; }
}
