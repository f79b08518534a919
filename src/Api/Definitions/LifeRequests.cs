namespace CxOrchestrator.Api.Definitions;

/// <summary>Body of <c>PUT /v1/documents/{kind}/{id}/draft</c> and <c>POST .../check</c>.</summary>
public sealed record DraftText
{
    /// <summary>The document in YAML, at most 1 MiB.</summary>
    public required string Text { get; init; }
}

/// <summary>Body of approve and reject; a rejection needs a comment.</summary>
public sealed record DecisionComment
{
    /// <summary>At most 2,000 characters.</summary>
    public string? Comment { get; init; }
}

/// <summary>Body of <c>POST /v1/documents/{kind}/{id}/rollback</c>.</summary>
public sealed record RollbackRequest
{
    /// <summary>The version whose text comes back.</summary>
    public required int Version { get; init; }
}

/// <summary>Body of <c>POST /v1/definitions/publish</c>: documents by file name; they become the whole set.</summary>
public sealed record PublishRequest
{
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Only say what would change.</summary>
    public bool DryRun { get; init; }

    /// <summary>Also documents whose home is a watched folder.</summary>
    public bool TakeOver { get; init; }
}
