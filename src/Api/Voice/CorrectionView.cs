namespace CxOrchestrator.Api.Voice;

/// <summary>A corrected text, an example for those who train a pack: an item of <c>GET /v1/voice/corrections</c>.</summary>
public sealed record CorrectionView
{
    public required string Customer { get; init; }

    public required long Sequence { get; init; }

    [Sensitive(SensitiveKind.Text)]
    public string? Text { get; init; }

    public string? Language { get; init; }

    /// <summary>negative, neutral, positive.</summary>
    public required string Class { get; init; }

    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>As it was read; null: it was not.</summary>
    public string? ReadClass { get; init; }

    public required IReadOnlyList<string> ReadReasons { get; init; }

    public string? Model { get; init; }

    public required string By { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset At { get; init; }
}
