using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Actions;

/// <summary>
/// WhatsApp's customer service window: for 24 hours after a customer wrote, a company may send any text; outside of it, only a template that WhatsApp
/// has approved (WhatsApp Business Platform, "Customer service windows").
/// </summary>
public static class ServiceWindow
{
    public const string Channel = "whatsapp";

    public static readonly TimeSpan Length = TimeSpan.FromHours(24);

    /// <summary>Whether a message of the customer on the channel: a reply that the provider reported, or what another source received there.</summary>
    public static bool IsOpenedBy(Touchpoint touchpoint) =>
        touchpoint.Channel == Channel && (touchpoint.Identity.Source != MessageSteps.Source || touchpoint.Type == MessageSteps.Replied);

    /// <summary>Any text may be sent.</summary>
    /// <param name="state">The customer.</param>
    /// <param name="now">By the journey's clock.</param>
    public static bool IsOpen(CustomerState state, DateTimeOffset now) => state.WroteAt is { } at && now - at < Length;
}
