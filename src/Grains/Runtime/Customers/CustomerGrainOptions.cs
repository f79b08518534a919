using System.ComponentModel.DataAnnotations;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>Settings of customer grains.</summary>
public sealed class CustomerGrainOptions
{
    public const string Section = "Customers";

    /// <summary>Name by which Orleans' settings know customers' grains: the class, not the grain type.</summary>
    public static string GrainClass { get; } = typeof(CustomerGrain).FullName!;

    /// <summary>How long a customer without inputs stays in memory. Default: 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "1.00:00:00")]
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Part of the machine's (or container's) memory in use, in percent, beyond which the longest idle customers leave at once. Default: 80.</summary>
    [Range(10, 95)]
    public double MemoryLimitPercent { get; set; } = 80;

    /// <summary>
    /// How long a timer waits that was overdue as it was made, by the system's clock: an import writes the past in one go, and what
    /// a customer is waiting for may stand a few lines further on. Default: 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan TimerSettle { get; set; } = TimeSpan.FromSeconds(10);
}
