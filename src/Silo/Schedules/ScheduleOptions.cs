using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Schedules;

/// <summary>How schedules are looked after.</summary>
public sealed class ScheduleOptions
{
    public const string Section = "Schedules";

    /// <summary>How often it is looked whether one is due. Default: 1 second; 10 milliseconds to 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Customers that are looked at together. Default: 500; 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int PageMax { get; set; } = 500;
}

[OptionsValidator]
internal sealed partial class ScheduleOptionsValidator : IValidateOptions<ScheduleOptions>;
