namespace CxOrchestrator.Api.Voice;

/// <summary>Body of <c>POST /v1/voice/lexicon-preview</c>.</summary>
public sealed record LexiconTrial
{
    /// <summary>Text of a lexicon document; empty: no lexicon.</summary>
    public required string Document { get; init; }
}
