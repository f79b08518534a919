using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Channels.Links;

/// <summary>Parameters that web analytics read, added to tracked links. A link that has one already keeps its own. <c>{policy}</c>, <c>{variant}</c> and <c>{channel}</c> are filled in.</summary>
public sealed class LinkUtmOptions
{
    public const string Section = "Links:Utm";

    private const int LengthMax = 200;

    /// <summary>The parameter utm_source, such as <c>cx</c>. Empty: not added.</summary>
    [MaxLength(LengthMax)]
    public string Source { get; set; } = "";

    /// <summary>The parameter utm_medium, such as <c>{channel}</c>. Empty: not added.</summary>
    [MaxLength(LengthMax)]
    public string Medium { get; set; } = "";

    /// <summary>The parameter utm_campaign, such as <c>{policy}</c>. Empty: not added.</summary>
    [MaxLength(LengthMax)]
    public string Campaign { get; set; } = "";

    /// <summary>The parameter utm_content, such as <c>{variant}</c>. Empty: not added.</summary>
    [MaxLength(LengthMax)]
    public string Content { get; set; } = "";
}

[OptionsValidator]
internal sealed partial class LinkUtmOptionsValidator : IValidateOptions<LinkUtmOptions>;
