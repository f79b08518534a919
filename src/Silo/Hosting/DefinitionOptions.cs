using System.ComponentModel.DataAnnotations;
using CxOrchestrator.Publishing;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>Where documents come from besides the store.</summary>
public sealed class DefinitionOptions
{
    public const string Section = "Definitions";

    /// <summary>A folder whose *.yaml and *.yml files are imported whenever they change, whole or not at all. Default: none.</summary>
    public string? Folder { get; set; }

    /// <summary>Pack that a new store starts with, where no folder is given; several are separated by spaces. Default: retail.</summary>
    [Required, KnownPack]
    public string Pack { get; set; } = "retail";

    /// <summary>How often the folder is looked at. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(1);
}

[OptionsValidator]
internal sealed partial class DefinitionOptionsValidator : IValidateOptions<DefinitionOptions>;
