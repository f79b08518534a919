namespace CxOrchestrator.Sources.Files;

/// <summary>Bounds of reading files.</summary>
public static class FileBounds
{
    /// <summary>Most characters of a row of CSV, and most bytes of a line of JSON. A longer row is an error of its own.</summary>
    public const int RowLengthMax = 1 << 20;

    /// <summary>Most columns of a file.</summary>
    public const int ColumnsMax = 2_000;

    /// <summary>Rows by which the types of columns are guessed.</summary>
    public const int SampleRows = 1_000;

    /// <summary>Most bytes that a compressed file becomes.</summary>
    public const long UnpackedBytesMax = 64L << 30;

    /// <summary>Most bytes of a row group of Parquet, uncompressed: it is read as a whole.</summary>
    public const long RowGroupBytesMax = 128 << 20;

    /// <summary>Most rows of a row group of Parquet.</summary>
    public const long RowGroupRowsMax = 2_000_000;
}
