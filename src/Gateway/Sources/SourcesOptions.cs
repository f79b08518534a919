using System.ComponentModel.DataAnnotations;
using CxOrchestrator.Gateway.Http;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Sources;

/// <summary>What may deliver to this gateway.</summary>
public sealed class SourcesOptions : IValidatableObject
{
    public const string Section = "Sources";

    /// <summary>Origins of the web pages whose client libraries may send touchpoints to the paths of other systems' APIs, as https://shop.example.com. Default: none.</summary>
    public string[] Origins { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        PageOrigins.Wrong($"{Section}:{nameof(Origins)}", Origins).Select(w => new ValidationResult(w));
}

[OptionsValidator]
internal sealed partial class SourcesOptionsValidator : IValidateOptions<SourcesOptions>;
