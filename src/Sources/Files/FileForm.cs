namespace CxOrchestrator.Sources.Files;

/// <summary>How the rows of a file are written.</summary>
public enum FileForm
{
    /// <summary>A header and a row per line, separated by commas, semicolons, tabs or bars.</summary>
    Csv,

    /// <summary>A JSON object per line.</summary>
    JsonLines,

    Parquet,
}
