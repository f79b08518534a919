namespace CxOrchestrator.Api.Definitions;

/// <summary><c>GET /v1/documents/{kind}/{id}/compare</c>: two texts side by side, and what differs line by line.</summary>
public sealed record DocumentComparison
{
    /// <summary>The left side: "version 3", "draft", "nothing".</summary>
    public required string From { get; init; }

    public required string To { get; init; }

    public required string FromText { get; init; }

    public required string ToText { get; init; }

    public required IReadOnlyList<DiffLine> Lines { get; init; }
}

/// <summary>A line of a comparison.</summary>
public sealed record DiffLine
{
    /// <summary>same, added, removed.</summary>
    public required string Kind { get; init; }

    /// <summary>Its number on the left, from 1; null where it is not there.</summary>
    public int? From { get; init; }

    /// <summary>Its number on the right.</summary>
    public int? To { get; init; }

    public required string Text { get; init; }
}

/// <summary>What a set of documents changes of another, or what came of publishing it.</summary>
public sealed record SetComparison
{
    /// <summary>Published version before.</summary>
    public required int FromVersion { get; init; }

    /// <summary>Version that was published; null: a dry run, or nothing changes.</summary>
    public int? Version { get; init; }

    public required IReadOnlyList<DocumentChange> Changes { get; init; }

    /// <summary>What is wrong; none is published then.</summary>
    public required IReadOnlyList<DocumentProblem> Problems { get; init; }
}

public sealed record DocumentChange
{
    /// <summary>added, changed, removed.</summary>
    public required string Change { get; init; }

    public required string Kind { get; init; }

    public required string Id { get; init; }

    /// <summary>Lines that differ, with up to three same ones around them.</summary>
    public required IReadOnlyList<DiffLine> Lines { get; init; }
}
