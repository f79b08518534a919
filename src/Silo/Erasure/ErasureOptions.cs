using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Erasure;

/// <summary>How customers are erased.</summary>
public sealed class ErasureOptions
{
    public const string Section = "Erasure";

    /// <summary>How often erasures that are under way are looked for, by the system's clock. Default: 2 seconds. Bound: 100 milliseconds to 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long after its begin everything is looked through for the last time, by the system's clock: what other parts still had in memory is
    /// stored by then. Default: 15 seconds. Bound: 0 to 10 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan SettleFor { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Most rows removed in one transaction. Default: 1,000. Bound: 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int RowsMax { get; set; } = 1_000;
}

[OptionsValidator]
internal sealed partial class ErasureOptionsValidator : IValidateOptions<ErasureOptions>;
