using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Channels.Links;

/// <summary>Links in messages that lead through this installation: tracked links, opens, unsubscribing and the preference centre.</summary>
public sealed class LinksOptions : IValidatableObject
{
    public const string Section = "Links";

    /// <summary>Longest name of the company, in characters.</summary>
    internal const int NameLengthMax = 100;

    /// <summary>
    /// The gateway's address for customers, for example https://news.example.com. Empty: no links are tracked, and messages have no links to
    /// unsubscribe or to the preference centre, and no uploaded images.
    /// </summary>
    public string PublicAddress { get; set; } = "";

    /// <summary>Name of the company, as customers see it on the pages for preferences.</summary>
    [MaxLength(NameLengthMax)]
    public string Name { get; set; } = "";

    /// <summary>Whether links in promotions are tracked. Default: true.</summary>
    public bool Track { get; set; } = true;

    /// <summary>Whether links and opens of service messages are tracked as well. Default: false.</summary>
    public bool TrackService { get; set; }

    /// <summary>Whether messages that are tracked hold an image that says they were opened. Default: true.</summary>
    public bool PixelOpens { get; set; } = true;

    /// <summary>The address as one; null: there is none.</summary>
    internal Uri? Address => PublicAddress.Length == 0 ? null : new Uri(PublicAddress.TrimEnd('/') + "/");

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicAddress.Length > 0 && !IsAddress(PublicAddress))
        {
            yield return new(
                $"{Section}:{nameof(PublicAddress)} must be like https://news.example.com, without a query; http is for a loopback address only.", [nameof(PublicAddress)]);
        }

        if (Name.Any(char.IsControl))
        {
            yield return new($"{Section}:{nameof(Name)} must not have control characters.", [nameof(Name)]);
        }
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address is { UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 }
        && !text.Any(char.IsWhiteSpace);
}

[OptionsValidator]
internal sealed partial class LinksOptionsValidator : IValidateOptions<LinksOptions>;
