using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Gateway.Preferences;

/// <summary>What a customer gets on a channel.</summary>
/// <param name="Channel">Its id.</param>
/// <param name="Service">Service messages.</param>
/// <param name="Promotion">Offers and news.</param>
/// <param name="Closed">The customer unsubscribed from it, or it bounced: nothing is sent until it is opened again.</param>
internal sealed record ChannelChoice(string Channel, bool Service, bool Promotion, bool Closed)
{
    public bool Of(PolicyCategory category) => category == PolicyCategory.Promotion ? Promotion : Service;
}
