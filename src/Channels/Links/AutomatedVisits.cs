using System.Collections.Immutable;

namespace CxOrchestrator.Channels.Links;

/// <summary>
/// Tells programs from people among those who open messages and follow links: security scanners, link previews, prefetching browsers, and proxies
/// that load images whether or not anybody looks. What imitates a browser, slowly and one link at a time, cannot be distinguished from a person.
/// </summary>
public sealed class AutomatedVisits(TimeProvider clock)
{
    /// <summary>A click this soon after sending is a scanner's on the way to the mailbox.</summary>
    public static readonly TimeSpan SoonAfterSending = TimeSpan.FromSeconds(2);

    /// <summary>Two links of one message within this time are followed by a program.</summary>
    public static readonly TimeSpan BetweenLinks = TimeSpan.FromSeconds(1);

    /// <summary>Most messages whose last link is remembered, in each of two generations; beyond it the older generation is forgotten.</summary>
    public const int MessagesMax = 5_000;

    private const int UserAgentLengthMax = 1_000;

    // The user agent of Apple's Mail Privacy Protection: nothing follows.
    private const string ApplePrivacyProxy = "Mozilla/5.0";

    // Parts of user agents, in lower case.
    private static readonly ImmutableArray<string> Programs =
    [
        // Proxies that load images for mail programs.
        "googleimageproxy", "yahoomailproxy", "ggpht.com",

        // Security of mail.
        "barracuda", "proofpoint", "mimecast", "symantec", "messagelabs", "fireeye", "trendmicro", "trend micro", "forcepoint", "sophos", "cloudmark",
        "fortiguard", "checkpoint", "zscaler", "safelinks", "google-safety", "google-read-aloud",

        // Previews of links in chats and on pages.
        "facebookexternalhit", "slackbot", "slack-imgproxy", "twitterbot", "linkedinbot", "telegrambot", "discordbot", "whatsapp/", "skypeuripreview", "bingpreview",
        "microsoft-preview", "iframely", "embedly",

        // Programs at large.
        "bot/", "bot;", "bot)", "crawler", "spider", "headlesschrome", "phantomjs", "curl/", "wget/", "python-requests", "python-urllib", "aiohttp", "go-http-client",
        "java/", "apache-httpclient", "okhttp", "libwww-perl", "node-fetch", "axios/", "scanner",
    ];

    private readonly Lock _gate = new();
    private Dictionary<string, (long At, string Target)> _last = new(StringComparer.Ordinal);
    private Dictionary<string, (long At, string Target)> _before = new(StringComparer.Ordinal);

    /// <summary>Why a visit is taken for a program's; null: nothing says that it is not a person.</summary>
    public string? Why(LinkVisit visit)
    {
        // Asked first: a program's first link is what its second is compared with.
        var several = FollowsAnother(visit);
        return visit.IsHead ? "it asks for headers only"
            : visit.Purposes.Any(IsAhead) ? "it loads ahead"
            : OfUserAgent(visit.UserAgent)
                ?? (visit is { Purpose: LinkPurpose.Link, SentAt: { } sent } && visit.At - sent < SoonAfterSending ? "it came as the message was sent"
                : several ? "several links at once"
                : null);
    }

    private static bool IsAhead(string purpose) =>
        purpose.Contains("prefetch", StringComparison.OrdinalIgnoreCase)
        || purpose.Contains("prerender", StringComparison.OrdinalIgnoreCase)
        || purpose.Contains("preview", StringComparison.OrdinalIgnoreCase);

    private static string? OfUserAgent(string? agent)
    {
        if (string.IsNullOrWhiteSpace(agent))
        {
            return "it names no browser";
        }

        if (agent.Trim() == ApplePrivacyProxy)
        {
            return "a privacy proxy";
        }

        var text = agent[..Math.Min(agent.Length, UserAgentLengthMax)].ToLowerInvariant();
        return Programs.FirstOrDefault(p => text.Contains(p, StringComparison.Ordinal)) is { } program ? $"a program ({program.Trim('/', ';', ')')})" : null;
    }

    private bool FollowsAnother(LinkVisit visit)
    {
        if (visit is not { Purpose: LinkPurpose.Link, Action: { } action, Target: { } target })
        {
            return false;
        }

        var now = clock.GetTimestamp();
        lock (_gate)
        {
            var known = _last.TryGetValue(action, out var last) || _before.TryGetValue(action, out last);
            if (_last.Count >= MessagesMax)
            {
                (_before, _last) = (_last, new(StringComparer.Ordinal));
            }

            _last[action] = (now, target);
            return known && last.Target != target && clock.GetElapsedTime(last.At, now) < BetweenLinks;
        }
    }
}
