namespace CxOrchestrator.Api.Voice;

/// <summary>What a lexicon changes in how recorded texts are read, against the published one.</summary>
public sealed record LexiconPreview
{
    /// <summary>Texts that were looked at: the newest, at most 500.</summary>
    public required int Texts { get; init; }

    /// <summary>Those whose class, sentiment or reasons change.</summary>
    public required int Changed { get; init; }

    /// <summary>Changed texts, the newest first, each once; at most 50.</summary>
    public required IReadOnlyList<LexiconChange> Changes { get; init; }

    /// <summary>Texts that people corrected: the latest, at most 500.</summary>
    public required int Examples { get; init; }

    /// <summary>Of the examples, those whose class is read as people said, with the published lexicon.</summary>
    public required int AgreedBefore { get; init; }

    /// <summary>The same with this one.</summary>
    public required int AgreedAfter { get; init; }
}
