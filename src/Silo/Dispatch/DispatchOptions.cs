using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>Settings of admission and sending.</summary>
public sealed class DispatchOptions
{
    public const string Section = "Dispatch";

    /// <summary>How often the outbox is looked at without a wake-up. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Most actions taken at once. Default: 256.</summary>
    [Range(1, 10_000)]
    public int BatchMax { get; set; } = 256;

    /// <summary>Most sends under way at once. Default: 256.</summary>
    [Range(1, 1000)]
    public int SendingMax { get; set; } = 256;

    /// <summary>Most sends to one host under way at once, so that a slow one does not take all. Default: 8.</summary>
    [Range(1, 1000)]
    public int SendingPerHostMax { get; set; } = 8;

    /// <summary>Most messages under way at once through one connection, so that a slow one does not take all. Default: 64.</summary>
    [Range(1, 1000)]
    public int SendingPerConnectionMax { get; set; } = 64;

    /// <summary>Attempts before an action is dead. Default: 10.</summary>
    [Range(1, 100)]
    public int AttemptsMax { get; set; } = 10;

    /// <summary>Pause after the first failed attempt; doubles with each, up to <see cref="RetryPauseMax"/>. Default: 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest pause between two attempts, also where the receiver asks for more. Default: 15 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan RetryPauseMax { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long nobody else may take an action that is being sent. More than a send can last. Default: 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(60);
}

[OptionsValidator]
internal sealed partial class DispatchOptionsValidator : IValidateOptions<DispatchOptions>;
