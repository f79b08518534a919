namespace CxOrchestrator.Api.Definitions;

/// <summary><c>GET /v1/definitions</c>: the published documents.</summary>
public sealed record DefinitionsView
{
    public required int Version { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    public required string Origin { get; init; }

    public required IReadOnlyList<DocumentView> Documents { get; init; }

    /// <summary>Why the last import was rejected; empty if it was not.</summary>
    public required IReadOnlyList<DocumentProblem> ImportProblems { get; init; }
}

public sealed record DocumentView
{
    /// <summary>journey, segment, policy, template, provider, settings, guardrails.</summary>
    public required string Kind { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required int Version { get; init; }

    public required string File { get; init; }

    /// <summary>The document; omitted in lists.</summary>
    public string? Text { get; init; }

    /// <summary>False for a disabled policy.</summary>
    public bool Enabled { get; init; } = true;
}

/// <summary>What is wrong in a document and where.</summary>
public sealed record DocumentProblem
{
    public required string File { get; init; }

    /// <summary>From 1.</summary>
    public required int Line { get; init; }

    /// <summary>From 1.</summary>
    public required int Column { get; init; }

    public required string Message { get; init; }
}

/// <summary>Body of <c>POST /v1/definitions/check</c>: documents by file name. Answer: the problems, none where all is well.</summary>
public sealed record CheckRequest
{
    public required IReadOnlyDictionary<string, string> Files { get; init; }
}

public sealed record CheckResult
{
    public required bool Valid { get; init; }

    public required IReadOnlyList<DocumentProblem> Problems { get; init; }
}

/// <summary>An item of <c>GET /v1/definitions/versions</c>, newest first.</summary>
public sealed record DefinitionVersionView
{
    public required int Version { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>Where it came from: "retail pack", "folder /etc/cx".</summary>
    public required string Origin { get; init; }
}
