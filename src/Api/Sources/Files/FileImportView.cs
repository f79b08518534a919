namespace CxOrchestrator.Api.Sources.Files;

/// <summary>A file that becomes touchpoints of a source. Times by the system's clock.</summary>
public sealed record FileImportView
{
    public required string Id { get; init; }

    /// <summary>The connection whose source the touchpoints get.</summary>
    public required string Source { get; init; }

    /// <summary>Of the file.</summary>
    public required string Name { get; init; }

    /// <summary>csv, csv.gz, jsonl, jsonl.gz or parquet.</summary>
    public required string Format { get; init; }

    /// <summary>0 while it is uploaded.</summary>
    public required long Bytes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>uploading, waiting, running, done, failed or cancelled.</summary>
    public required string State { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What it waits for or failed with.</summary>
    public string? Problem { get; init; }

    /// <summary>Rows that are done.</summary>
    public required long Rows { get; init; }

    /// <summary>Appended to the log. Those that were there before count as duplicates in the ledger.</summary>
    public required long Touchpoints { get; init; }

    /// <summary>Events that the source document drops.</summary>
    public required long Dropped { get; init; }

    /// <summary>Rows that cannot be read, or of which no touchpoint can be made.</summary>
    public required long Rejected { get; init; }

    /// <summary>The first 1,000 of the rejected rows; empty in a list.</summary>
    public required IReadOnlyList<FileRowErrorView> Errors { get; init; }
}
