using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Backtests;

/// <summary>Bounds of backtests on this gateway. One runs at a time; the others wait.</summary>
public sealed class BacktestOptions
{
    public const string Section = "Backtest";

    /// <summary>Customers simulated at the same time; 0: half of the cores, at least one, so that what is live goes on. Default: 0.</summary>
    [Range(0, 64)]
    public int Workers { get; set; }

    /// <summary>Most backtests that wait; a further one is refused. Default: 10.</summary>
    [Range(1, 100)]
    public int WaitingMax { get; set; } = 10;

    /// <summary>Most bytes of an uploaded file. Default: 1 GiB.</summary>
    [Range(1024L, 1L << 40)]
    public long FileBytesMax { get; set; } = 1L << 30;

    /// <summary>Most files that are kept; beyond it the oldest goes. Default: 5.</summary>
    [Range(1, 100)]
    public int FilesMax { get; set; } = 5;

    /// <summary>How long an uploaded file is kept, by the system's clock. Default: 1 day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan FileKeptFor { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Most uploads under way at a time; a further one is refused. Default: 2. Bound: 1 to 100.</summary>
    [Range(1, 100)]
    public int UploadsMax { get; set; } = 2;
}

[OptionsValidator]
internal sealed partial class BacktestOptionsValidator : IValidateOptions<BacktestOptions>;
