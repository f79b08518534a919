using System.Collections.Immutable;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>
/// Channels that do not reach the customer any more. A touchpoint <c>channel.bounced</c> or <c>channel.unsubscribed</c> closes channels,
/// <c>channel.restored</c> opens them again; of each channel the latest by the touchpoints' own times counts, and the closing of two at one time. A
/// bounce that names its address closes that address alone, and is kept beside what else closed the channel.
/// </summary>
internal static class Suppressions
{
    /// <summary>Most channels kept of a customer. Beyond them those opened again go first; a further closing then closes all channels.</summary>
    public const int Max = 64;

    /// <summary>Most addresses kept that bounced, beside the channels.</summary>
    public const int AddressesMax = 16;

    /// <summary>How the reason of a channel begins that bounced.</summary>
    public const string BouncedWord = "bounced";

    private const int ReasonLengthMax = 60;

    /// <summary>Why the channel is closed, in words; null: it is open.</summary>
    public static string? Of(CustomerState state, string channel) => Closing(state, channel) is not { } closing ? null
        : closing.Channel == Suppression.AllChannels ? $"all channels are closed: {closing.Reason} (from {closing.By})"
        : $"{channel} is closed: {closing.Reason} (from {closing.By})";

    /// <summary>What closes the channel; null: it is open.</summary>
    public static Suppression? Closing(CustomerState state, string channel)
    {
        if (state.Suppressions.IsEmpty)
        {
            return null;
        }

        if (LatestOf(state.Suppressions, NameOf(channel)) is { Restored: false } latest)
        {
            return latest;
        }

        var bounced = BouncedOf(state.Suppressions, channel);
        return !bounced.IsEmpty && StatedAddresses.AllAre(state.Profile, bounced) ? bounced[0] : null;
    }

    /// <summary>Addresses of the channel that bounced and were not opened again, newest first.</summary>
    public static ImmutableArray<Suppression> BouncedOf(ImmutableArray<Suppression> list, string channel)
    {
        var name = NameOf(channel);
        var latest = LatestOf(list, name);
        return [.. list.Where(s => s.Address is not null && Names(s, name) && (latest is null || Wins(s, latest))).OrderByDescending(s => s.At).ThenBy(s => s.Address)];
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
        var channels = ChannelUpdates.Channels(touchpoint.Type, touchpoint.Attributes, touchpoint.Channel);
        foreach (var channel in channels)
        {
            var (address, held) = channels is [not ChannelUpdates.All] ? AddressOf(touchpoint, channel) : default;
            next = With(next, new Suppression
            {
                Channel = channel == ChannelUpdates.All ? Suppression.AllChannels : NameOf(channel),
                Reason = restored ? "" : ReasonOf(touchpoint),
                By = ShortNames.Of(touchpoint.Identity.Source),
                At = touchpoint.At,
                Restored = restored,
                Address = address,
                AddressIn = held,
            });
        }

        return next == list ? null : next;
    }

    /// <summary>Two lists as one person's: a channel that either closed stays closed until it is opened again after <paramref name="at"/>.</summary>
    public static ImmutableArray<Suppression> Strictest(ImmutableArray<Suppression> a, ImmutableArray<Suppression> b, DateTimeOffset at)
    {
        var union = a;
        foreach (var suppression in b)
        {
            union = With(union, suppression);
        }

        foreach (var closing in a.Concat(b).Where(s => s is { Restored: false, Address: null }))
        {
            union = With(union, closing.At < at ? closing with { At = at } : closing);
        }

        return union;
    }

    // What customers say of a channel is theirs, not their address's: only a bounce is.
    private static (ulong? Address, string? AddressIn) AddressOf(Touchpoint touchpoint, string channel)
    {
        var name = channel.ToLowerInvariant();
        if (touchpoint.Type != ChannelUpdates.Bounced || StatedAddresses.Text(touchpoint.Attributes[ChannelUpdates.AddressAttribute]) is not { } address)
        {
            return default;
        }

        var held = touchpoint.Attributes[ChannelUpdates.AddressInAttribute] is { Kind: ScalarKind.Text, Text: { Length: > 0 } named } ? named : ChannelAddresses.AttributeOf(name);
        return held is null || held.Length > ShortNames.BytesMax ? default : (AddressFingerprint.Of(name, address), held);
    }

    // What was said last of the channel as a whole, or of all.
    private static Suppression? LatestOf(ImmutableArray<Suppression> list, string name)
    {
        Suppression? own = null, all = null;
        foreach (var suppression in list)
        {
            own = suppression.Address is null && Names(suppression, name) ? suppression : own;
            all = suppression.Channel == Suppression.AllChannels ? suppression : all;
        }

        return own is null || (all is not null && Wins(all, own)) ? all : own;
    }

    private static bool Names(Suppression suppression, string name) => string.Equals(suppression.Channel, name, StringComparison.OrdinalIgnoreCase);

    private static ImmutableArray<Suppression> With(ImmutableArray<Suppression> list, Suppression suppression)
    {
        for (var i = 0; i < list.Length; i++)
        {
            if (Names(list[i], suppression.Channel) && list[i].Address == suppression.Address)
            {
                return Wins(suppression, list[i]) ? list.SetItem(i, suppression) : list;
            }
        }

        if (suppression.Address is not null)
        {
            return WithAddress(list, suppression);
        }

        if (list.Count(s => s.Address is null) < Max || suppression.Channel == Suppression.AllChannels)
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

    // The newest are kept. One that is forgotten bounces again.
    private static ImmutableArray<Suppression> WithAddress(ImmutableArray<Suppression> list, Suppression suppression)
    {
        var next = list.Add(suppression);
        var addresses = next.Where(s => s.Address is not null).ToList();
        return addresses.Count <= AddressesMax ? next : next.Remove(addresses.OrderBy(s => s.At).ThenBy(s => s.Address).First());
    }

    private static bool Wins(Suppression a, Suppression b) =>
        a.At != b.At ? a.At > b.At
        : a.Restored != b.Restored ? !a.Restored
        : string.CompareOrdinal(a.Reason, b.Reason) is var order && order != 0 ? order > 0
        : string.CompareOrdinal(a.By, b.By) is var by && by != 0 ? by > 0
        : (a.Address ?? 0) > (b.Address ?? 0);

    private static string NameOf(string channel) => ShortNames.Of(channel.ToLowerInvariant());

    private static string ReasonOf(Touchpoint touchpoint)
    {
        var word = touchpoint.Type == ChannelUpdates.Bounced ? BouncedWord : "unsubscribed";
        return touchpoint.Attributes["reason"] is { Kind: ScalarKind.Text, Text: { Length: > 0 } said } ? $"{word}, {Cut(said)}" : word;
    }

    private static string Cut(string text) => Graphemes.Cut(text, ReasonLengthMax);
}
