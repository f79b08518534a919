using System.Collections.Immutable;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>
/// Channels that do not reach the customer any more. A touchpoint <c>channel.bounced</c> or <c>channel.unsubscribed</c> puts the channel on the
/// list, <c>channel.restored</c> takes it off; the channel is the attribute <c>channel</c>, else the touchpoint's own.
/// </summary>
internal static class Suppressions
{
    /// <summary>Most channels of a customer that are kept; the oldest goes first.</summary>
    public const int Max = 16;

    private const int ReasonLengthMax = 60;
    private const string Prefix = "channel.";

    /// <summary>Why the channel is closed, in words; null: it is open.</summary>
    public static string? Of(CustomerState state, string channel)
    {
        var name = ShortNames.Of(channel);
        foreach (var suppression in state.Suppressions)
        {
            if (string.Equals(suppression.Channel, name, StringComparison.Ordinal))
            {
                return $"{channel} is closed: {suppression.Reason} (said by {suppression.By})";
            }
        }

        return null;
    }

    /// <summary>The list after a touchpoint; null: it does not change it.</summary>
    public static ImmutableArray<Suppression>? After(ImmutableArray<Suppression> list, Touchpoint touchpoint)
    {
        if (!touchpoint.Type.StartsWith(Prefix, StringComparison.Ordinal) || WordOf(touchpoint.Type) is not { } word || ChannelOf(touchpoint) is not { } channel)
        {
            return null;
        }

        var had = list.FirstOrDefault(s => string.Equals(s.Channel, channel, StringComparison.Ordinal));
        if (had is not null && had.At > touchpoint.At)
        {
            // What came late does not undo what is newer.
            return null;
        }

        var others = had is null ? list : list.Remove(had);
        if (word.Length == 0)
        {
            return had is null ? null : others;
        }

        var suppression = new Suppression { Channel = channel, Reason = ReasonOf(touchpoint, word), By = ShortNames.Of(touchpoint.Identity.Source), At = touchpoint.At };
        return others.Length < Max ? others.Add(suppression) : others.RemoveAt(0).Add(suppression);
    }

    // Empty: the channel is open again.
    private static string? WordOf(string type) => type switch
    {
        "channel.bounced" => "bounced",
        "channel.unsubscribed" => "unsubscribed",
        "channel.restored" => "",
        _ => null,
    };

    private static string? ChannelOf(Touchpoint touchpoint) => touchpoint.Attributes["channel"] is { Kind: ScalarKind.Text, Text: { Length: > 0 } said }
        ? ShortNames.Of(said)
        : touchpoint.Channel is { } own ? ShortNames.Of(own) : null;

    private static string ReasonOf(Touchpoint touchpoint, string word) => touchpoint.Attributes["reason"] is { Kind: ScalarKind.Text, Text: { Length: > 0 } said }
        ? $"{word}, {(said.Length <= ReasonLengthMax ? said : said[..(char.IsHighSurrogate(said[ReasonLengthMax - 1]) ? ReasonLengthMax - 1 : ReasonLengthMax)])}"
        : word;
}
