using System.Collections.Immutable;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>
/// Hours of the day, where the customer lives, at which no message and no offer goes out. What was held goes out in the time of
/// <see cref="Spread"/> after their end, each action at a moment of its own that its id decides.
/// </summary>
public sealed record QuietHours
{
    /// <summary>Longest time over which held actions are spread.</summary>
    public static readonly TimeSpan SpreadMax = TimeSpan.FromHours(4);

    // A quiet day ends at midnight, the hours after it at their own end: two looks for each day of a week.
    private const int LooksMax = 14;

    public required TimeOnly From { get; init; }

    /// <summary>The first moment that is not quiet any more.</summary>
    public required TimeOnly To { get; init; }

    /// <summary>Where a customer is taken to live whose time zone is not known.</summary>
    public TimeZoneInfo FallbackZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>What holds for a customer whose time zone is unknown. Default: the fallback zone.</summary>
    public UnknownZone UnknownZone { get; init; } = UnknownZone.Fallback;

    public TimeSpan Spread { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Empty: all.</summary>
    public ImmutableArray<string> Channels { get; init; } = [];

    /// <summary>Null: both.</summary>
    public PolicyCategory? Category { get; init; }

    /// <summary>Days that are quiet from their beginning to their end.</summary>
    public ImmutableArray<DayOfWeek> Days { get; init; } = [];

    /// <summary>What holds for customers of these countries in place of hours and days.</summary>
    public ImmutableArray<CountryHours> Countries { get; init; } = [];

    /// <summary>The country whose hours these are; null: they hold everywhere.</summary>
    public string? Country { get; init; }

    /// <summary>How long they last on a day without a change of the clock.</summary>
    public TimeSpan Length => To - From;

    /// <summary>What holds for a customer of the country; null: it is unknown.</summary>
    public QuietHours In(string? country) =>
        country is not null && Countries.FirstOrDefault(c => c.Countries.Contains(country)) is { } own ? this with { From = own.From, To = own.To, Days = own.Days, Country = country } : this;

    /// <param name="zone">Where the customer lives.</param>
    /// <param name="assumed">That is not known: it is the fallback zone.</param>
    public string Text(TimeZoneInfo zone, bool assumed = false)
    {
        var days = Days.IsEmpty ? "" : $" or on {string.Join(", ", Days)}";
        var country = Country is null ? "" : $", hours of {Country}";
        return $"Nothing between {From:HH:mm} and {To:HH:mm}{days} ({(assumed ? $"{zone.Id}, assumed because the customer's time zone is unknown" : zone.Id)}{country})";
    }

    public bool Concerns(string channel, PolicyCategory category) =>
        (Channels.IsEmpty || Channels.Contains(channel)) && (Category is null || Category == category);

    public bool IsQuiet(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        return Days.Contains(local.DayOfWeek) || IsHour(TimeOnly.FromDateTime(local));
    }

    private bool IsHour(TimeOnly time) => From < To ? time >= From && time < To : time >= From || time < To;

    /// <summary>The moment, not before the given one, at which an action may go out.</summary>
    /// <param name="at">The moment of asking.</param>
    /// <param name="zone">Where the customer lives.</param>
    /// <param name="seed">The action's id: its place in the spread.</param>
    public DateTimeOffset PassesAt(DateTimeOffset at, TimeZoneInfo zone, string seed)
    {
        if (!IsQuiet(at, zone))
        {
            return at;
        }

        var end = EndAfter(at, zone);
        for (var look = 0; look < LooksMax && IsQuiet(end, zone); look++)
        {
            end = EndAfter(end, zone);
        }

        var spread = end + StableHash.Within(Spread, seed);
        return IsQuiet(spread, zone) ? end : spread;
    }

    // One put back has the end twice: the next of the two counts.
    private DateTimeOffset EndAfter(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        var end = IsHour(TimeOnly.FromDateTime(local)) ? local.Date + To.ToTimeSpan() : local.Date.AddDays(1);
        end = end > local ? end : end.AddDays(1);
        var first = LocalTimes.First(end, zone);
        return first > at || !zone.IsAmbiguousTime(end) ? first : new DateTimeOffset(end, zone.GetAmbiguousTimeOffsets(end).Min()).ToUniversalTime();
    }
}
