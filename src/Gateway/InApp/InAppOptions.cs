using System.ComponentModel.DataAnnotations;
using CxOrchestrator.Gateway.Http;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.InApp;

/// <summary>What customers' apps and web pages may ask this gateway.</summary>
public sealed class InAppOptions : IValidatableObject
{
    public const string Section = "InApp";

    /// <summary>Origins of the web pages that may show in-app messages, as https://shop.example.com. Default: none.</summary>
    public string[] Origins { get; set; } = [];

    /// <summary>Most requests of one customer in a minute; further ones are answered 429. Default: 120. Bound: 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int PerMinuteMax { get; set; } = 120;

    /// <summary>Most streams at a time; a further one is refused. Default: 5,000. Bound: 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int StreamsMax { get; set; } = 5_000;

    /// <summary>Most streams of one customer at a time; a further one is refused. Default: 5. Bound: 1 to 100.</summary>
    [Range(1, 100)]
    public int StreamsPerCustomerMax { get; set; } = 5;

    /// <summary>How often it is looked for new messages while streams are open. Default: 1 s. Bound: 100 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        PageOrigins.Wrong($"{Section}:{nameof(Origins)}", Origins).Select(w => new ValidationResult(w));
}

[OptionsValidator]
internal sealed partial class InAppOptionsValidator : IValidateOptions<InAppOptions>;
