using CxOrchestrator.Channels.Content;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Channels.Dispatch;

/// <summary>Makes the message that leaves from an action and what is known of its customer at that moment.</summary>
internal sealed class MessageMaker(ICustomers customers, IDefinitions definitions, ILinkKeys keys, IOptions<LinksOptions> links, IOptions<LinkUtmOptions> utm)
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
        var address = attribute is null ? item.Key.Customer.Value : AddressOf(state, attribute);
        if (address is null)
        {
            return (null, $"The customer has no address for {connection.Channel}: the attribute '{attribute}' is missing. Send it in a customer.updated.");
        }

        if (ChannelAddresses.IsPhone(connection.Channel))
        {
            if (PhoneNumbers.Read(address, connection[ChannelAddresses.CountrySetting]) is not { } number)
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
                Untracked = action[ActionContent.Test] is not null || !StatedPreferences.AllowsTracking(state.Profile),
            },
            LinkSettings.Of(links.Value, utm.Value, connection[TrackSetting] == "true"),
            await keys.CurrentAsync(cancellationToken));
        if (finished.LinksMissing && action.Category == PolicyCategory.Promotion)
        {
            return (null, "The message has a link to unsubscribe or to the preference centre, and there is no address for it: set Links:PublicAddress.");
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
            Unsubscribe = connection.Channel == "email" ? finished.Unsubscribe : null,
            Language = action[ActionContent.Language] ?? state.Profile.Language,
            Values = [.. action.Content.Where(c => c.Key is ActionContent.Offer or ActionContent.Amount or ActionContent.Currency or ActionContent.Code or ActionContent.ValidUntil)],
        }, null);
    }

    // The queue's address as it is published now: people who answer move, messages that wait do not.
    private string? ReplyToOf(DecidedAction action, ConnectionDefinition connection) =>
        connection.Channel == ChannelAddresses.Email && action[ActionContent.ReplyQueue] is { } queue ? definitions.Current.Set.Guardrails.Queue(queue)?.ReplyTo : null;

    private static string? AddressOf(CustomerState state, string attribute) => state.Profile.Attributes[attribute] switch
    {
        { Kind: ScalarKind.Text, Text: { Length: > 0 } text } => text.Trim(),
        { Kind: ScalarKind.Number } number => number.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };
}
