using System.ComponentModel.DataAnnotations;
using CxOrchestrator.Gateway.Http;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Sources;

/// <summary>What may deliver to this gateway, and files that become touchpoints.</summary>
public sealed class SourcesOptions : IValidatableObject
{
    public const string Section = "Sources";

    /// <summary>Origins of the web pages whose client libraries may send touchpoints to the paths of other systems' APIs, as https://shop.example.com. Default: none.</summary>
    public string[] Origins { get; set; } = [];

    /// <summary>Folder whose files are imported, in embedded mode: FOLDER/CONNECTION/FILE. Each is moved to done or failed beside it. Default: none.</summary>
    public string? Folder { get; set; }

    /// <summary>Most bytes of a file. It is kept in the database until its import ends. Default: 1 GiB.</summary>
    [Range(1L << 20, 1L << 36)]
    public long FileBytesMax { get; set; } = 1L << 30;

    /// <summary>Most uploads under way at a time; a further one is refused. Default: 2.</summary>
    [Range(1, 100)]
    public int UploadsMax { get; set; } = 2;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        PageOrigins.Wrong($"{Section}:{nameof(Origins)}", Origins).Select(w => new ValidationResult(w));
}

[OptionsValidator]
internal sealed partial class SourcesOptionsValidator : IValidateOptions<SourcesOptions>;
