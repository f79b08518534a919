using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>The embedded store and log: one SQLite file in one folder.</summary>
public sealed class EmbeddedOptions
{
    public const string Section = "Embedded";

    /// <summary>Folder that holds <c>cx.db</c>; made where it is missing. One process at a time. Default: <c>data</c>.</summary>
    [Required]
    public string DataFolder { get; set; } = "data";

    /// <summary>
    /// Bytes that the log's records may take together. Beyond half of it applied records go before their retention is over;
    /// at the limit, with nothing left to remove, appending is refused. Default: 2 GiB. Bound: 1 MiB to 1 TiB.
    /// </summary>
    [Range(1L << 20, 1L << 40)]
    public long LogSizeMaxBytes { get; set; } = 2L << 30;

    /// <summary>How long applied records stay in the log, by the journey's clock. Default: 24 hours. Bound: 0 to 30 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan LogRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often applied records past their retention are looked for, by the system's clock. Default: 1 minute. Bound: 1 second to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LogTrimEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Most records removed in one transaction. Default: 2,000. Bound: 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int LogTrimMax { get; set; } = 2_000;

    /// <summary>Partitions of a new log; a file that has some keeps its number. Default: 8. Bound: 1 to 256.</summary>
    [Range(1, 256)]
    public int Partitions { get; set; } = 8;

    /// <summary>Most write operations that wait for the writer; more wait outside. Default: 10,000. Bound: 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int WriteQueueMax { get; set; } = 10_000;

    /// <summary>Most records that wait to be appended; more are refused as busy. Default: 50,000. Bound: 1 to 10,000,000.</summary>
    [Range(1, 10_000_000)]
    public int AppendQueueMax { get; set; } = 50_000;

    /// <summary>Most bytes that wait to be appended; more are refused as busy. Default: 64 MiB. Bound: 1 MiB to 1 GiB.</summary>
    [Range(1L << 20, 1L << 30)]
    public long AppendQueueMaxBytes { get; set; } = 64L << 20;

    /// <summary>Most operations written in one transaction. Default: 1,000. Bound: 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int TransactionMax { get; set; } = 1_000;

    /// <summary>Bytes after which a transaction takes no further operation. Default: 8 MiB. Bound: 64 KiB to 256 MiB.</summary>
    [Range(1 << 16, 1 << 28)]
    public int TransactionMaxBytes { get; set; } = 8 << 20;

    /// <summary>Connections for reading; more reads wait for one. Default: 4. Bound: 1 to 64.</summary>
    [Range(1, 64)]
    public int ReadConnections { get; set; } = 4;
}

[OptionsValidator]
internal sealed partial class EmbeddedOptionsValidator : IValidateOptions<EmbeddedOptions>;
