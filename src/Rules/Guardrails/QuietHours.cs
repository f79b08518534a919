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

    /// <summary>How long they last on a day without a change of the clock.</summary>
    public TimeSpan Length => To - From;

    /// <param name="zone">Where the customer lives.</param>
    /// <param name="assumed">That is not known: it is the fallback zone.</param>
    public string Text(TimeZoneInfo zone, bool assumed = false) => $"Nothing between {From:HH:mm} and {To:HH:mm} ({(assumed ? $"{zone.Id}, assumed because the customer's time zone is unknown" : zone.Id)})";

    public bool Concerns(string channel, PolicyCategory category) =>
        (Channels.IsEmpty || Channels.Contains(channel)) && (Category is null || Category == category);

    public bool IsQuiet(DateTimeOffset at, TimeZoneInfo zone)
    {
        var time = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        return From < To ? time >= From && time < To : time >= From || time < To;
    }

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
        var spread = end + StableHash.Within(Spread, seed);
        return IsQuiet(spread, zone) ? end : spread;
    }

    // One put back has the end twice: the next of the two counts.
    private DateTimeOffset EndAfter(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        var end = local.Date + To.ToTimeSpan();
        end = end > local ? end : end.AddDays(1);
        var first = LocalTimes.First(end, zone);
        return first > at || !zone.IsAmbiguousTime(end) ? first : new DateTimeOffset(end, zone.GetAmbiguousTimeOffsets(end).Min()).ToUniversalTime();
    }
}
