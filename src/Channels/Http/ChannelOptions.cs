using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Channels.Http;

/// <summary>Settings of what speaks to providers.</summary>
public sealed class ChannelOptions
{
    public const string Section = "Channels";

    /// <summary>Longest wait for a provider's answer. Default: 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:02:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Folder of the files that connections name under <c>secrets</c>; each holds one secret. Default: none, and no secret comes from a file.</summary>
    public string? SecretsFolder { get; set; }

    /// <summary>Allows providers at private, link-local and loopback addresses. Default: false.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>Ports of this machine's loopback that providers may be at, such as a mailbox for trying things out. Default: none.</summary>
#pragma warning disable CA1819 // Bound from the configuration.
    public int[] LoopbackPorts { get; set; } = [];
#pragma warning restore CA1819
}

[OptionsValidator]
internal sealed partial class ChannelOptionsValidator : IValidateOptions<ChannelOptions>;
