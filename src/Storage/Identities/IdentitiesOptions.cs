using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Storage.Identities;

/// <summary>How customers are known by their identities. Set them alike in all processes.</summary>
public sealed class IdentitiesOptions
{
    public const string Section = "Identities";

    /// <summary>
    /// Country of telephone numbers that name none, where neither the touchpoint nor the customer has a <c>country</c>: an ISO 3166 code such as
    /// <c>DE</c>. Empty: such numbers identify nobody. Default: empty.
    /// </summary>
    [RegularExpression("^([A-Za-z]{2})?$", ErrorMessage = "Identities:Country is an ISO 3166 code of two letters, such as DE.")]
    public string Country { get; set; } = "";

    /// <summary>Most customers who may have an identity: one that more have is shared and identifies none of them. Default: 5. Bound: 1 to 1,000.</summary>
    [Range(1, 1_000)]
    public int SharedMax { get; set; } = 5;

    /// <summary>
    /// Values that identify nobody, beside the usual ones: of any kind (<c>unbekannt</c>), of one (<c>phone:+4930123456</c>), or all addresses of a
    /// mail domain (<c>@shop.com</c>). Default: none. Bound: 1,000.
    /// </summary>
    [MaxLength(1_000)]
    public IList<string> Junk { get; } = [];

    /// <summary>
    /// What becomes of possible duplicates: <c>Review</c> (a person merges or dismisses them) or <c>Automatic</c> (they are merged within seconds,
    /// and each merge can be undone). Default: Review.
    /// </summary>
    public MergeMode Merge { get; set; } = MergeMode.Review;

    /// <summary>Addresses in the domains that are reserved for examples, such as example.com, identify customers. The demo sets it. Default: false.</summary>
    public bool ExampleDomains { get; set; }
}

[OptionsValidator]
internal sealed partial class IdentitiesOptionsValidator : IValidateOptions<IdentitiesOptions>;
