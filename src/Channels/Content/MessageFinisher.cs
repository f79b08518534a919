using System.Text.RegularExpressions;
using CxOrchestrator.Channels.Links;

namespace CxOrchestrator.Channels.Content;

/// <summary>
/// Makes of a decided message what goes out: styles inline, the customer's own links, tracked links, the image that records opens, and a text beside
/// the HTML. The same draft, settings and keys give the same message.
/// </summary>
public static partial class MessageFinisher
{
    private const string Email = "email";
    private const string InApp = "in-app";

    public static FinishedMessage Finish(MessageDraft draft, LinkSettings settings, LinkKeyRing keys)
    {
        var addresses = new MessageAddresses(draft, settings, keys);
        var email = string.Equals(draft.Channel, Email, StringComparison.OrdinalIgnoreCase);
        var (html, text) = draft.IsHtml ? MessageHtml.Finish(draft.Body, addresses) : (null, addresses.PutIn(draft.Body));
        if (html is null && (email || settings.TrackPlainText))
        {
            text = TrackLinks(text, addresses);
        }

        return new FinishedMessage
        {
            Subject = draft.Subject,
            Text = text,
            Html = html,
            Link = Link(draft, settings, addresses),
            Unsubscribe = addresses.Unsubscribe is { } unsubscribe ? new Uri(unsubscribe) : null,
            LinksMissing = addresses.Missing,
        };
    }

    // Apps report clicks on in-app messages themselves: a tracked address would only be slower.
    private static string? Link(MessageDraft draft, LinkSettings settings, MessageAddresses addresses) =>
        draft.Link is { } link && settings.TrackPlainText && draft.Channel != InApp ? addresses.Track(link) : draft.Link;

    private static string TrackLinks(string text, MessageAddresses addresses) => addresses.IsTracked
        ? WebAddress().Replace(text, found =>
        {
            var address = Ended(found.Value);
            return addresses.Track(address) + found.Value[address.Length..];
        })
        : text;

    // The sentence's own signs are not the address's; a closing bracket is where the address has opened one.
    private static string Ended(string address)
    {
        var end = address.Length;
        while (end > 0 && (".,;:!?'\"*_".Contains(address[end - 1], StringComparison.Ordinal)
            || (address[end - 1] == ')' && address.AsSpan(0, end).Count(')') > address.AsSpan(0, end).Count('('))
            || (address[end - 1] == ']' && address.AsSpan(0, end).Count(']') > address.AsSpan(0, end).Count('['))))
        {
            end--;
        }

        return address[..end];
    }

    [GeneratedRegex(@"\bhttps?://[^\s<>""\\]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WebAddress();
}
