using System.Collections.Immutable;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>
/// Channels that do not reach the customer any more. A touchpoint <c>channel.bounced</c> or <c>channel.unsubscribed</c> closes channels,
/// <c>channel.restored</c> opens them again; of each channel the latest by the touchpoints' own times counts, and the closing of two at one time.
/// </summary>
internal static class Suppressions
{
    /// <summary>Most channels kept of a customer. Beyond them those opened again go first; a further closing then closes all channels.</summary>
    public const int Max = 64;

    /// <summary>How the reason of a channel begins that bounced.</summary>
    public const string BouncedWord = "bounced";

    private const int ReasonLengthMax = 60;

    /// <summary>Why the channel is closed, in words; null: it is open.</summary>
    public static string? Of(CustomerState state, string channel)
    {
        if (state.Suppressions.IsEmpty)
        {
            return null;
        }

        var name = NameOf(channel);
        Suppression? own = null, all = null;
        foreach (var suppression in state.Suppressions)
        {
            own = string.Equals(suppression.Channel, name, StringComparison.OrdinalIgnoreCase) ? suppression : own;
            all = suppression.Channel == Suppression.AllChannels ? suppression : all;
        }

        var latest = own is null || (all is not null && Wins(all, own)) ? all : own;
        return latest is null or { Restored: true } ? null
            : latest.Channel == Suppression.AllChannels ? $"all channels are closed: {latest.Reason} (from {latest.By})"
            : $"{channel} is closed: {latest.Reason} (from {latest.By})";
    }

    /// <summary>The list after a touchpoint; null: it does not change it.</summary>
    public static ImmutableArray<Suppression>? After(ImmutableArray<Suppression> list, Touchpoint touchpoint)
    {
        if (!ChannelUpdates.Is(touchpoint.Type))
        {
            return null;
        }

        var restored = touchpoint.Type == ChannelUpdates.Restored;
        var next = list;
        foreach (var channel in ChannelUpdates.Channels(touchpoint.Type, touchpoint.Attributes, touchpoint.Channel))
        {
            next = With(next, new Suppression
            {
                Channel = channel == ChannelUpdates.All ? Suppression.AllChannels : NameOf(channel),
                Reason = restored ? "" : ReasonOf(touchpoint),
                By = ShortNames.Of(touchpoint.Identity.Source),
                At = touchpoint.At,
                Restored = restored,
            });
        }

        return next == list ? null : next;
    }

    private static ImmutableArray<Suppression> With(ImmutableArray<Suppression> list, Suppression suppression)
    {
        for (var i = 0; i < list.Length; i++)
        {
            if (string.Equals(list[i].Channel, suppression.Channel, StringComparison.OrdinalIgnoreCase))
            {
                return Wins(suppression, list[i]) ? list.SetItem(i, suppression) : list;
            }
        }

        if (list.Length < Max || suppression.Channel == Suppression.AllChannels)
        {
            return list.Add(suppression);
        }

        var reopened = -1;
        for (var i = 0; i < list.Length; i++)
        {
            reopened = list[i].Restored && (reopened < 0 || list[i].At < list[reopened].At) ? i : reopened;
        }

        // Rather silent than wrong: a customer for whom this many channels closed is reached on none.
        return reopened >= 0 ? list.RemoveAt(reopened).Add(suppression)
            : suppression.Restored ? list
            : With(list, suppression with { Channel = Suppression.AllChannels });
    }

    private static bool Wins(Suppression a, Suppression b) =>
        a.At != b.At ? a.At > b.At
        : a.Restored != b.Restored ? !a.Restored
        : string.CompareOrdinal(a.Reason, b.Reason) is var order && order != 0 ? order > 0 : string.CompareOrdinal(a.By, b.By) > 0;

    private static string NameOf(string channel) => ShortNames.Of(channel.ToLowerInvariant());

    private static string ReasonOf(Touchpoint touchpoint)
    {
        var word = touchpoint.Type == ChannelUpdates.Bounced ? BouncedWord : "unsubscribed";
        return touchpoint.Attributes["reason"] is { Kind: ScalarKind.Text, Text: { Length: > 0 } said } ? $"{word}, {Cut(said)}" : word;
    }

    private static string Cut(string text) => Graphemes.Cut(text, ReasonLengthMax);
}
