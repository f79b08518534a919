using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Files;

/// <summary>A file that is imported, or was. Times by the system's clock, unless said otherwise.</summary>
public sealed record FileImport
{
    public required string Id { get; init; }

    /// <summary>Whose source the touchpoints get.</summary>
    public required string Connection { get; init; }

    /// <summary>Of the file, for people.</summary>
    public required string Name { get; init; }

    /// <summary>Such as <c>csv.gz</c>.</summary>
    public required string Format { get; init; }

    public long Bytes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>By the journey's clock: the time of rows that state none, however often they are read.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    public ImportState State { get; init; } = ImportState.Uploading;

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What it waits for, or failed with, as a sentence; null: nothing.</summary>
    public string? Problem { get; init; }

    public ImportCounts Counts { get; init; } = ImportCounts.None;

    /// <summary>The first of the rejected rows; at most <see cref="IFileImports.ErrorsMax"/>.</summary>
    public ImmutableArray<RowError> Errors { get; init; } = [];
}
