using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>Touchpoints that close channels or open them again, and which channels they mean.</summary>
public static class ChannelUpdates
{
    public const string Bounced = "channel.bounced";
    public const string Unsubscribed = "channel.unsubscribed";
    public const string Restored = "channel.restored";

    /// <summary>Names every channel.</summary>
    public const string All = "all";

    /// <summary>Attribute of a bounce: the address that bounced.</summary>
    public const string AddressAttribute = "address";

    /// <summary>Attribute of a bounce: the attribute of the customer that held the address. Default: the channel's usual one.</summary>
    public const string AddressInAttribute = "addressIn";

    private const string Attribute = "channel";
    private const string Listed = "channels";
    private const int ChannelsMax = 20;

    public static bool Is(string type) => type is Bounced or Unsubscribed or Restored;

    /// <summary>
    /// The channels: of the attribute <c>channel</c>, or <c>channels</c>, a text or a list of them; else the touchpoint's own; else, of an
    /// unsubscription, <see cref="All"/>.
    /// </summary>
    public static ImmutableArray<string> Channels(string type, in AttributeSet attributes, string? own)
    {
        ImmutableArray<string> named = [];
        foreach (var attribute in attributes.Values)
        {
            named = IsChannel(attribute.Name) ? named.AddRange(Read(attribute.Value)) : named;
        }

        return !named.IsEmpty ? named : own is not null ? [own] : type == Unsubscribed ? [All] : [];
    }

    /// <summary>What is wrong with the attribute and the cure; null where nothing is.</summary>
    public static string? Problem(string name, in Scalar value)
    {
        if (IsInside(name, Attribute) || IsInside(name, Listed))
        {
            return "A channel is a text such as email, a list of them, or \"all\"; this is an object.";
        }

        if (!IsChannel(name) || value.Kind == ScalarKind.None)
        {
            return null;
        }

        var items = value.Kind == ScalarKind.List ? value.Items : [value];
        if (items.Length > ChannelsMax)
        {
            return $"At most {ChannelsMax} channels are allowed; this has {items.Length}.";
        }

        foreach (var item in items)
        {
            if (item.Kind != ScalarKind.Text || string.IsNullOrWhiteSpace(item.Text) || item.Text.Length > Touchpoint.NameLengthMax || item.Text.StartsWith('['))
            {
                return "A channel is a text such as email, a list of them, or \"all\".";
            }
        }

        return items.Length == 0 ? "The list is empty. Name the channels, or leave the attribute out to mean the touchpoint's own." : null;
    }

    /// <summary>What is wrong with the whole; null where it names a channel, or need not.</summary>
    public static string? Missing(string type, in AttributeSet attributes, string? own) => Channels(type, attributes, own).IsEmpty
        ? $"The channel is needed: which channel {(type == Bounced ? "bounced" : "is open again")}, such as email; a list of channels, or \"all\"."
        : null;

    private static bool IsChannel(string name) =>
        string.Equals(name, Attribute, StringComparison.OrdinalIgnoreCase) || string.Equals(name, Listed, StringComparison.OrdinalIgnoreCase);

    private static bool IsInside(string name, string of) =>
        name.Length > of.Length && name[of.Length] == '.' && name.StartsWith(of, StringComparison.OrdinalIgnoreCase);

    private static ImmutableArray<string> Read(in Scalar value)
    {
        switch (value.Kind)
        {
            case ScalarKind.Text:
                return value.Text!.Trim() is { Length: > 0 } text ? [Normal(text)] : [];
            case ScalarKind.List:
                var names = ImmutableArray.CreateBuilder<string>();
                foreach (var item in value.Items)
                {
                    if (item is { Kind: ScalarKind.Text } && item.Text!.Trim() is { Length: > 0 } name)
                    {
                        names.Add(Normal(name));
                    }
                }

                return names.DrainToImmutable();
            default:
                return [];
        }
    }

    private static string Normal(string channel) => channel is "*" || string.Equals(channel, All, StringComparison.OrdinalIgnoreCase) ? All : channel;
}
