using System.Collections.Immutable;

namespace CxOrchestrator.Gateway.Preferences;

/// <summary>What customers read about their preferences, in one language. {0} is filled in.</summary>
internal sealed record PreferenceTexts
{
    private static readonly string[] Brands = ["whatsapp", "viber", "telegram", "rcs"];

    /// <summary>BCP 47, of the page.</summary>
    public required string Language { get; init; }

    public required string Title { get; init; }

    /// <summary>{0}: a masked address.</summary>
    public required string For { get; init; }

    public required string Intro { get; init; }

    public required string Service { get; init; }

    public required string ServiceHint { get; init; }

    public required string Promotion { get; init; }

    public required string PromotionHint { get; init; }

    public required string Privacy { get; init; }

    public required string Tracking { get; init; }

    public required string TrackingHint { get; init; }

    public required string Save { get; init; }

    public required string PauseTitle { get; init; }

    public required string PauseHint { get; init; }

    public required string Pause { get; init; }

    /// <summary>{0}: a date.</summary>
    public required string PausedUntil { get; init; }

    public required string Resume { get; init; }

    public required string NoneTitle { get; init; }

    public required string NoneHint { get; init; }

    public required string None { get; init; }

    public required string Saved { get; init; }

    public required string Unchanged { get; init; }

    public required string Resumed { get; init; }

    public required string NoneDone { get; init; }

    public required string On { get; init; }

    public required string Off { get; init; }

    public required string UnsubscribeTitle { get; init; }

    /// <summary>{0}: a channel. Of a promotion.</summary>
    public required string UnsubscribeAsk { get; init; }

    /// <summary>{0}: a channel. Of a service message: every message on it.</summary>
    public required string UnsubscribeAskAll { get; init; }

    public required string Unsubscribe { get; init; }

    public required string UnsubscribedTitle { get; init; }

    /// <summary>{0}: a channel.</summary>
    public required string Unsubscribed { get; init; }

    /// <summary>{0}: a channel.</summary>
    public required string UnsubscribedAll { get; init; }

    public required string More { get; init; }

    public required string WrongTitle { get; init; }

    public required string WrongText { get; init; }

    public required string AwayTitle { get; init; }

    public required string AwayText { get; init; }

    /// <summary>{0}: the day, {1}: the month's name, {2}: the year.</summary>
    public required string Date { get; init; }

    /// <summary>January to December.</summary>
    public required ImmutableArray<string> Months { get; init; }

    /// <summary>Names of channels, by their ids; others go by their id.</summary>
    public required ImmutableDictionary<string, string> Channels { get; init; }

    public string ChannelName(string channel) =>
        Channels.GetValueOrDefault(channel.ToLowerInvariant()) ?? (channel.Length == 0 ? channel : char.ToUpperInvariant(channel[0]) + channel[1..]);

    /// <summary>The name within a sentence.</summary>
    public string ChannelWithin(string channel)
    {
        var name = ChannelName(channel);
        var capital = Language == "de" || !Channels.ContainsKey(channel.ToLowerInvariant()) || Brands.Contains(channel.ToLowerInvariant()) || name.Skip(1).Any(char.IsUpper);
        return capital ? name : char.ToLowerInvariant(name[0]) + name[1..];
    }

    public string DateOf(DateTimeOffset at) => string.Format(System.Globalization.CultureInfo.InvariantCulture, Date, at.Day, Months[at.Month - 1], at.Year);
}
