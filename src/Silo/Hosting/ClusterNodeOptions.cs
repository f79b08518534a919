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

    /// <summary>Address that the two ports listen on, where the others reach this silo by another: 0.0.0.0 behind a translated address. Default: <see cref="Address"/>.</summary>
    public string? ListenAddress { get; set; }

    /// <summary>How often documents that were published elsewhere are looked for. Default: 250 ms. Bound: 50 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan DefinitionsEvery { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How long a silo that cannot learn whether there are newer documents goes on with those it has. Then it reads nothing and fires no timers
    /// until it can. Longer than <see cref="DefinitionsEvery"/>. Default: 2 s. Bound: 500 ms to 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:10:00")]
    public TimeSpan DefinitionsKnownFor { get; set; } = TimeSpan.FromSeconds(2);
}

[OptionsValidator]
internal sealed partial class ClusterNodeOptionsValidator : IValidateOptions<ClusterNodeOptions>;
