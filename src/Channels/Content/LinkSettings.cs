using CxOrchestrator.Channels.Links;

namespace CxOrchestrator.Channels.Content;

/// <summary>How the links of a message are finished.</summary>
public sealed record LinkSettings
{
    /// <summary>The gateway's address for customers, with a slash at its end; null: no link leads there.</summary>
    public Uri? Address { get; init; }

    /// <summary>Promotions are tracked.</summary>
    public bool Track { get; init; } = true;

    /// <summary>Service messages are tracked.</summary>
    public bool TrackService { get; init; }

    /// <summary>What is tracked holds an image that says it was opened.</summary>
    public bool PixelOpens { get; init; } = true;

    /// <summary>Links in plain text are tracked on every channel, and not in e-mail only: a tracked address is too long for many an SMS.</summary>
    public bool TrackPlainText { get; init; }

    public string UtmSource { get; init; } = "";

    public string UtmMedium { get; init; } = "";

    public string UtmCampaign { get; init; } = "";

    public string UtmContent { get; init; } = "";

    /// <summary>As the settings say.</summary>
    /// <param name="links">The section Links.</param>
    /// <param name="utm">The section Links:Utm.</param>
    /// <param name="trackPlainText">The connection tracks links in plain text whatever its channel.</param>
    public static LinkSettings Of(LinksOptions links, LinkUtmOptions utm, bool trackPlainText = false) => new()
    {
        Address = links.Address,
        Track = links.Track,
        TrackService = links.TrackService,
        PixelOpens = links.PixelOpens,
        TrackPlainText = trackPlainText,
        UtmSource = utm.Source,
        UtmMedium = utm.Medium,
        UtmCampaign = utm.Campaign,
        UtmContent = utm.Content,
    };
}
