namespace CxOrchestrator.Api.Voice;

/// <summary>How a text is read.</summary>
public sealed record LexiconReadingView
{
    /// <summary>negative, neutral, positive; null: it cannot be read.</summary>
    public string? Class { get; init; }

    /// <summary>-1 to 1; null with the class.</summary>
    public double? Sentiment { get; init; }

    public required IReadOnlyList<string> Reasons { get; init; }
}
