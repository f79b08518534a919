namespace CxOrchestrator.Api.Voice;

/// <summary>A text that is read otherwise.</summary>
public sealed record LexiconChange
{
    public required string Customer { get; init; }

    [Sensitive(SensitiveKind.Text)]
    public string? Text { get; init; }

    public required LexiconReadingView Before { get; init; }

    public required LexiconReadingView After { get; init; }
}
