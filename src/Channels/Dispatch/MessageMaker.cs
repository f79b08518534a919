using System.Collections.Immutable;
using CxOrchestrator.Channels.Content;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Identities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Channels.Dispatch;

/// <summary>Makes the message that leaves from an action and what is known of its customer at that moment.</summary>
internal sealed class MessageMaker(
    ICustomers customers,
    IDefinitions definitions,
    ILinkKeys keys,
    IOptions<LinksOptions> links,
    IOptions<LinkUtmOptions> utm,
    [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock)
{
    /// <summary>Setting of a connection: links in plain text are tracked on a channel other than e-mail too.</summary>
    private const string TrackSetting = "trackLinks";

    /// <summary>The message; null, and why, where there is nowhere to send it.</summary>
    public async Task<(OutgoingMessage? Message, string? Problem)> MakeAsync(OutboxItem item, ConnectionDefinition connection, CancellationToken cancellationToken)
    {
        var state = await customers[item.Key.ToString()].GetAsync(cancellationToken);
        if (state is null)
        {
            return (null, "The customer is not known any more.");
        }

        var attribute = connection.Address ?? ChannelAddresses.AttributeOf(connection.Channel);
        var address = attribute is null ? item.Key.Customer.Value : StatedAddresses.Of(state, connection.Channel, attribute);
        if (address is null)
        {
            return (null, state.Profile.Attributes[attribute!].Kind == ScalarKind.None
                ? $"The customer has no address for {connection.Channel}: the attribute '{attribute}' is missing. Send it in a customer.updated."
                : $"The customer's address for {connection.Channel} bounced. Send another one in a customer.updated, in the attribute '{attribute}', or a channel.restored.");
        }

        if (ChannelAddresses.IsPhone(connection.Channel))
        {
            if (TelephoneNumbers.Read(address, connection[ChannelAddresses.CountrySetting]) is not { } number)
            {
                return (null, $"'{address}' is no telephone number{(connection[ChannelAddresses.CountrySetting] is { } country ? $" of {country}" : " with its country code, like +49 30 901820; or set 'country' in the connection")}.");
            }

            address = number;
        }

        var action = item.Action;
        var finished = MessageFinisher.Finish(
            new MessageDraft
            {
                Action = action.Id,
                Customer = item.Key,
                Channel = connection.Channel,
                Category = action.Category,
                Policy = action.Policy,
                Variant = action.Variant,
                Subject = action[ActionContent.Subject],
                Body = action[ActionContent.Text] ?? "",
                IsHtml = action[ActionContent.Format] == "html",
                Link = action[ActionContent.Link],
                DecidedAt = action.DecidedAt,
                Test = action[ActionContent.Test] is not null,
                Untracked = action[ActionContent.Test] is not null || !StatedPreferences.AllowsTracking(state.Profile),
            },
            LinkSettings.Of(links.Value, utm.Value, connection[TrackSetting] == "true"),
            await keys.CurrentAsync(cancellationToken));
        if (finished.LinksMissing && action.Category == PolicyCategory.Promotion)
        {
            return (null, "The message has a link to unsubscribe or to the preference centre, and there is no address for it: set Links:PublicAddress.");
        }

        var approved = action[ActionContent.ProviderTemplate];
        if (connection.Channel == ServiceWindow.Channel)
        {
            var open = ServiceWindow.IsOpen(state, journeyClock.GetUtcNow());
            if (!open && approved is null)
            {
                return (null, "WhatsApp takes a company's own text only within 24 hours of the customer's last message. Add a providerTemplate to the message, for all other times.");
            }

            approved = open && action[ActionContent.ProviderAlways] is null ? null : approved;
        }

        return (new OutgoingMessage
        {
            Id = action.Id,
            Channel = connection.Channel,
            To = address,
            ToName = state.Profile.Name,
            ReplyTo = ReplyToOf(action, connection),
            Customer = item.Key.Customer.Value,
            Category = action.Category,
            Policy = action.Policy,
            Subject = finished.Subject,
            Text = finished.Text,
            Html = finished.Html,
            Link = finished.Link,
            LinkText = action[ActionContent.LinkText],
            Image = action[ActionContent.Image],
            Unsubscribe = connection.Channel == "email" ? finished.Unsubscribe : null,
            Language = action[ActionContent.Language] ?? state.Profile.Language,
            Template = approved,
            TemplateLanguage = approved is null ? null : action[ActionContent.ProviderLanguage] ?? state.Profile.Language,
            Values = approved is null ? OfOffer(action) : OfTemplate(action),
        }, null);
    }

    private static ImmutableArray<KeyValuePair<string, string>> OfOffer(DecidedAction action) =>
        [.. action.Content.Where(c => c.Key is ActionContent.Offer or ActionContent.Amount or ActionContent.Currency or ActionContent.Code or ActionContent.ValidUntil)];

    private static ImmutableArray<KeyValuePair<string, string>> OfTemplate(DecidedAction action) =>
    [
        .. action.Content.Where(c => c.Key.StartsWith(ActionContent.ProviderValuePrefix, StringComparison.Ordinal))
            .Select(c => KeyValuePair.Create(c.Key[ActionContent.ProviderValuePrefix.Length..], c.Value)),
    ];

    // The queue's address as it is published now: people who answer move, messages that wait do not.
    private string? ReplyToOf(DecidedAction action, ConnectionDefinition connection) =>
        connection.Channel == ChannelAddresses.Email && action[ActionContent.ReplyQueue] is { } queue ? definitions.Current.Set.Guardrails.Queue(queue)?.ReplyTo : null;
}
