using System.Collections.Frozen;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Channels.Delivery;

/// <summary>Which steps close a channel or open it again, as the touchpoints <c>channel.*</c> that say so.</summary>
public static class ChannelChanges
{
    /// <summary>
    /// Words of a text message that ask for no more, as networks and the industry know them (CTIA Short Code Monitoring Handbook), with those of other
    /// languages. The whole message is the word.
    /// </summary>
    private static readonly FrozenSet<string> Stop = new[]
    {
        "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "OPT-OUT", "REVOKE", "STOPP", "ABMELDEN", "ARRET", "ARRÊT", "PARAR", "SAIR", "BAJA", "ALTO", "FERMA",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Start = new[] { "START", "UNSTOP", "YES", "OPTIN", "OPT-IN" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The touchpoint's type and reason; null: the channel stays as it is. What customers say by a link of the installation is in the log already.
    /// </summary>
    /// <param name="step">What was reported.</param>
    /// <param name="channel">The message's channel.</param>
    public static (string Type, string Reason)? Of(NewStep step, string? channel) => step.Step switch
    {
        DeliveryStep.Bounced when step.Permanent => (ChannelUpdates.Bounced, step.Reason ?? ""),
        DeliveryStep.Complained => (ChannelUpdates.Unsubscribed, "reported as spam"),
        DeliveryStep.Unsubscribed when step.Reporter != ReportSteps.Links => (ChannelUpdates.Unsubscribed, step.Reason ?? "unsubscribed"),
        DeliveryStep.Replied when channel is "sms" or "whatsapp" or "rcs" && Word(step.Text) is { } word =>
            Stop.Contains(word) ? (ChannelUpdates.Unsubscribed, $"replied {word.ToUpperInvariant()}") : Start.Contains(word) ? (ChannelUpdates.Restored, $"replied {word.ToUpperInvariant()}") : null,
        _ => null,
    };

    private static string? Word(string? text) => text?.Trim().TrimEnd('.', '!') is { Length: > 0 and <= 20 } word ? word : null;
}
