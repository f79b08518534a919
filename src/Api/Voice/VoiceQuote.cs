namespace CxOrchestrator.Api.Voice;

/// <summary>What a customer said: an item of <c>GET /v1/voice/quotes</c>.</summary>
public sealed record VoiceQuote
{
    public required string Customer { get; init; }

    [Sensitive(SensitiveKind.Text)]
    public string? CustomerName { get; init; }

    /// <summary>Of the input in the customer's timeline.</summary>
    public required long Sequence { get; init; }

    /// <summary>The touchpoint's own time.</summary>
    public required DateTimeOffset At { get; init; }

    public required string Type { get; init; }

    public string? Channel { get; init; }

    public string? Journey { get; init; }

    public string? Stage { get; init; }

    /// <summary>The stage's name, where the journey still has it.</summary>
    public string? StageName { get; init; }

    /// <summary>-1 to 1, as it was read.</summary>
    public double? Sentiment { get; init; }

    /// <summary>negative, neutral, positive; null: it was not read.</summary>
    public string? Class { get; init; }

    /// <summary>Class and reasons are those that a person gave.</summary>
    public required bool Corrected { get; init; }

    /// <summary>nps, csat or ces, and the score; null: none was given.</summary>
    public string? Score { get; init; }

    public required IReadOnlyList<string> Reasons { get; init; }

    public string? Language { get; init; }

    /// <summary>What read the text; null: its source said the sentiment.</summary>
    public string? Model { get; init; }

    /// <summary>The first 1,000 characters.</summary>
    [Sensitive(SensitiveKind.Text)]
    public string? Text { get; init; }
}
