using System.ComponentModel.DataAnnotations;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>Settings of customer grains.</summary>
public sealed class CustomerGrainOptions
{
    public const string Section = "Customers";

    /// <summary>
    /// How long a timer waits that was overdue as it was made, by the system's clock: an import writes the past in one go, and what
    /// a customer is waiting for may stand a few lines further on. Default: 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan TimerSettle { get; set; } = TimeSpan.FromSeconds(10);
}
