namespace CxOrchestrator.Sources.Files;

/// <summary>The form of a file, and whether it is compressed.</summary>
/// <param name="Form">Of its rows.</param>
/// <param name="Gzip">It is compressed with gzip.</param>
public readonly record struct FileFormat(FileForm Form, bool Gzip)
{
    /// <summary>Endings of the names of files that can be read.</summary>
    public const string Endings = ".csv, .tsv, .jsonl, .ndjson or .parquet; of text also .gz";

    /// <summary>Its name, as it is stored: <c>csv</c>, <c>jsonl.gz</c>, <c>parquet</c>.</summary>
    public string Name => $"{Form switch { FileForm.Csv => "csv", FileForm.JsonLines => "jsonl", _ => "parquet" }}{(Gzip ? ".gz" : "")}";

    /// <summary>By the media type where that says it, else by the ending of the name; null where neither does.</summary>
    public static FileFormat? Of(string? name, string? mediaType = null)
    {
        var gzip = name?.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) == true;
        FileForm? form = mediaType?.Split(';')[0].Trim().ToLowerInvariant() switch
        {
            "text/csv" or "text/tab-separated-values" => FileForm.Csv,
            "application/x-ndjson" or "application/ndjson" or "application/jsonl" => FileForm.JsonLines,
            "application/vnd.apache.parquet" or "application/x-parquet" => FileForm.Parquet,
            _ => Path.GetExtension(gzip ? name![..^3] : name ?? "").ToLowerInvariant() switch
            {
                ".csv" or ".tsv" or ".tab" => FileForm.Csv,
                ".jsonl" or ".ndjson" or ".json" => FileForm.JsonLines,
                ".parquet" => FileForm.Parquet,
                _ => null,
            },
        };

        // Parquet compresses its own columns, and is read from its end.
        return form is not { } known || (known == FileForm.Parquet && gzip) ? null : new FileFormat(known, gzip);
    }
}
