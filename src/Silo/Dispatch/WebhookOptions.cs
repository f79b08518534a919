using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>Settings of the webhook channel.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>
    /// Secrets that sign bodies, each <c>whsec_</c> and the base64 of 24 to 64 bytes; up to five, separated by spaces, during a rotation. Empty: one is made
    /// and kept in the data folder. Default: empty.
    /// </summary>
    [WebhookSecret]
    public string Secret { get; set; } = "";

    /// <summary>Longest wait for an answer. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Attempts before a webhook is dead. With the pauses of <c>Dispatch:RetryPause</c> (2 s, doubling) up to <see cref="RetryPauseMax"/> the default
    /// reaches over 27 hours. Default: 18.
    /// </summary>
    [Range(1, 100)]
    public int AttemptsMax { get; set; } = 18;

    /// <summary>Longest pause between two attempts, also where <c>Retry-After</c> asks for more. Default: 6 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan RetryPauseMax { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Allows receivers at private, link-local and loopback addresses. Default: false.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>Ports of this machine's loopback that webhooks may go to, where everything runs in one process; a cluster takes none. Default: none.</summary>
#pragma warning disable CA1819 // Bound from the configuration.
    public int[] LoopbackPorts { get; set; } = [];
#pragma warning restore CA1819
}

[OptionsValidator]
internal sealed partial class WebhookOptionsValidator : IValidateOptions<WebhookOptions>;
