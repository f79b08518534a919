using System.Collections.Immutable;

namespace CxOrchestrator.Sources.Files;

/// <summary>
/// The rows of a file, one after the other. The same file gives the same rows again, so reading can go on at a row's number. For one reader at a time.
/// </summary>
public abstract class RecordFile : IAsyncDisposable
{
    /// <summary>The columns that the file states; empty where each row has names of its own.</summary>
    public ImmutableArray<FileColumn> Columns { get; protected init; } = [];

    /// <summary>The next row; null at the end.</summary>
    /// <exception cref="FileUnreadableException">The file cannot be read any further.</exception>
    public abstract ValueTask<FileRow?> ReadAsync(CancellationToken cancellationToken);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens a file; the stream can seek, and stays the caller's.</summary>
    /// <exception cref="FileUnreadableException">It is not such a file.</exception>
    public static async Task<RecordFile> OpenAsync(Stream stream, FileFormat format, CancellationToken cancellationToken) => format.Form switch
    {
        FileForm.Csv => CsvFile.Open(() => TextFile.Open(stream, format.Gzip)),
        FileForm.JsonLines => new JsonLinesFile(TextFile.Open(stream, format.Gzip)),
        FileForm.Parquet => await ParquetFile.OpenAsync(stream, cancellationToken),
        _ => throw new System.Diagnostics.UnreachableException("No other form."),
    };
}
