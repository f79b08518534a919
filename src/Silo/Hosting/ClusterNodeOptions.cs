using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>How silos and gateways of one installation find each other; they meet in the database of the store.</summary>
public sealed class ClusterNodeOptions
{
    public const string Section = "Cluster";

    /// <summary>Silos and gateways with the same id belong together. Default: cx.</summary>
    [Required]
    public string ClusterId { get; set; } = "cx";

    /// <summary>Port at which silos reach this one. Default: 11111.</summary>
    [Range(1, 65_535)]
    public int SiloPort { get; set; } = 11_111;

    /// <summary>Port at which gateways reach this silo. Default: 30000.</summary>
    [Range(1, 65_535)]
    public int GatewayPort { get; set; } = 30_000;

    /// <summary>Address under which the others reach this silo. Default: that of the machine's name.</summary>
    public string? Address { get; set; }

    /// <summary>How often documents that were published elsewhere are looked for. Default: 500 ms. Bound: 50 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan DefinitionsEvery { get; set; } = TimeSpan.FromMilliseconds(500);
}

[OptionsValidator]
internal sealed partial class ClusterNodeOptionsValidator : IValidateOptions<ClusterNodeOptions>;
