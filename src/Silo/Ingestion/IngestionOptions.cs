using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Ingestion;

/// <summary>Settings of reading the log and firing timers.</summary>
public sealed class IngestionOptions
{
    public const string Section = "Ingestion";

    /// <summary>
    /// Most touchpoints of one partition between log and store. Enough for the store's writers to be busy; more only lives longer, and costs
    /// the garbage collector what it has to move. Default: 1,024.
    /// </summary>
    [Range(1, 100_000)]
    public int InFlightMax { get; set; } = 1024;

    /// <summary>
    /// Most touchpoints of one partition that are stored beyond one that waits; they are read again after a restart. At the bound a
    /// customer that fails holds up its partition. Default: 100,000.
    /// </summary>
    [Range(1, 10_000_000)]
    public int AheadMax { get; set; } = 100_000;

    /// <summary>Most touchpoints asked of the log at once. Default: 1,024.</summary>
    [Range(1, 10_000)]
    public int PollMax { get; set; } = 1024;

    /// <summary>Most touchpoints of one customer in one call. Default: 64.</summary>
    [Range(1, 1000)]
    public int BatchMax { get; set; } = 64;

    /// <summary>First pause after a failed call; doubles up to <see cref="RetryPauseMax"/>. Default: 100 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest pause between two tries. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:05:00")]
    public TimeSpan RetryPauseMax { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often positions are stored while they move. Default: 250 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan StoreEvery { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often an idle partition stores how far in time it was read. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan StoreIdleEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a stop waits for touchpoints in flight; those left are read again at the next start. Default: 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan DrainWithin { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often due timers are looked for. Default: 200 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan TimersEvery { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Most customers whose timers fire at once. Default: 1,024.</summary>
    [Range(1, 10_000)]
    public int TimersAtOnceMax { get; set; } = 1_024;
}

[OptionsValidator]
internal sealed partial class IngestionOptionsValidator : IValidateOptions<IngestionOptions>;
