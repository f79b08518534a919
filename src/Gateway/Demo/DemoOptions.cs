using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Demo;

/// <summary>Settings of <c>--demo</c>: a synthetic shop whose days pass in minutes.</summary>
public sealed class DemoOptions
{
    public const string Section = "Demo";

    /// <summary>Runs the demo: a synthetic shop streams in; <c>--demo</c> sets it. Default: false.</summary>
    public bool Enabled { get; set; }

    /// <summary>People who order there. Default: 2,500.</summary>
    [Range(1, 1_000_000)]
    public int Customers { get; set; } = 2_500;

    /// <summary>How long a day of the shop lasts in real time. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Day { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Days of the past with which it begins. Default: 21.</summary>
    [Range(0, 365)]
    public int PastDays { get; set; } = 21;

    /// <summary>How long the past lasts in real time. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan PastIn { get; set; } = TimeSpan.FromSeconds(30);
}

[OptionsValidator]
internal sealed partial class DemoOptionsValidator : IValidateOptions<DemoOptions>;
