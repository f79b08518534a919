namespace CxOrchestrator.Storage.Files;

/// <summary>What an import has done.</summary>
public sealed record ImportCounts
{
    public static ImportCounts None { get; } = new();

    /// <summary>Rows that are done, from the first on: reading goes on after them.</summary>
    public long Rows { get; init; }

    /// <summary>Appended to the log. Some may have been there before; the ledger counts them as duplicates.</summary>
    public long Touchpoints { get; init; }

    /// <summary>Events that the source document drops.</summary>
    public long Dropped { get; init; }

    /// <summary>Rows that cannot be read, or of which no touchpoint can be made.</summary>
    public long Rejected { get; init; }
}
