using System.Collections.Immutable;
using System.Globalization;
using CxOrchestrator.Rules.Connections;
using Lib.Net.Http.WebPush;

namespace CxOrchestrator.Channels.Push;

/// <summary>What a connection states of Web Push.</summary>
/// <param name="Subject">Whom a push service may write to: <c>mailto:</c> or <c>https:</c>.</param>
/// <param name="Key">Signs for the push services.</param>
/// <param name="Urgency">What a device that saves power does with messages.</param>
/// <param name="TimeToLive">In seconds: how long a push service keeps messages for a device that is off.</param>
/// <param name="Hosts">Push services that messages go to; one that begins with <c>*.</c> stands for every name below it.</param>
internal sealed record WebPushSettings(string Subject, VapidKey Key, PushMessageUrgency Urgency, int TimeToLive, ImmutableArray<string> Hosts)
{
    /// <summary>Longest time that push services keep a message, in seconds; more is cut by them.</summary>
    private const int TimeToLiveMax = 28 * 86_400;

    private const int TimeToLiveUsual = 86_400;

    /// <summary>The settings, or what is missing or wrong, in a sentence.</summary>
    public static (WebPushSettings? Settings, string? Problem) Of(ConnectionDefinition connection, IReadOnlyDictionary<string, string> secrets)
    {
        var subject = connection["subject"]?.Trim() ?? "";
        if (!Uri.TryCreate(subject, UriKind.Absolute, out var contact) || contact.Scheme is not ("mailto" or "https"))
        {
            return (null, "'subject' says whom push services may contact: an address like mailto:push@example.com, or one that begins with https://.");
        }

        if (!secrets.TryGetValue("privateKey", out var text) || string.IsNullOrWhiteSpace(text))
        {
            return (null, "The VAPID private key is not entered. 'cx vapid' makes one.");
        }

        if (VapidKey.Of(text) is not { } key)
        {
            return (null, "The VAPID private key is not a key on P-256: it has 43 characters in base64url. 'cx vapid' makes one.");
        }

        var seconds = TimeToLiveUsual;
        if (connection["timeToLive"] is { Length: > 0 } stated
            && (!int.TryParse(stated, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) || seconds > TimeToLiveMax))
        {
            return (null, $"'timeToLive' is a whole number of seconds up to {TimeToLiveMax} (28 days), not '{stated}'.");
        }

        var urgency = connection["urgency"] switch
        {
            "very-low" => PushMessageUrgency.VeryLow,
            "low" => PushMessageUrgency.Low,
            "high" => PushMessageUrgency.High,
            _ => PushMessageUrgency.Normal,
        };
        var hosts = connection["hosts"] is { Length: > 0 } named ? named : ConnectionProtocols.WebPushHosts;
        return (new WebPushSettings(subject, key, urgency, seconds, [.. hosts.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]), null);
    }

    /// <summary>Whether an endpoint belongs to one of the push services.</summary>
    public bool Reaches(Uri endpoint) => endpoint.Scheme == Uri.UriSchemeHttps && Hosts.Any(h =>
        h.StartsWith("*.", StringComparison.Ordinal)
            ? endpoint.Host.EndsWith(h[1..], StringComparison.OrdinalIgnoreCase)
            : string.Equals(endpoint.Host, h, StringComparison.OrdinalIgnoreCase));
}
