using System.Collections.Immutable;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Guardrails;

public enum CapWindow
{
    Hour,
    Day,
    Week,
}

/// <summary>
/// Maximum number of messages and offers admitted for a customer in any hour, day or week. The window rolls: it is the 60 minutes, 24 hours
/// or 7 days before the moment of asking, not an hour or a day of the calendar.
/// </summary>
public sealed record FrequencyCap
{
    /// <summary>Largest number that a document may ask for; a customer's state keeps as many moments.</summary>
    public const int Most = 100;

    /// <summary>What holds beside any cap that documents set: as many moments as a state keeps.</summary>
    public static FrequencyCap Ceiling { get; } = new() { Max = Most, Window = CapWindow.Week };

    public required int Max { get; init; }

    public required CapWindow Window { get; init; }

    /// <summary>Only of this channel; null: of any.</summary>
    public string? Channel { get; init; }

    /// <summary>Only of this category; null: of both.</summary>
    public PolicyCategory? Category { get; init; }

    public TimeSpan Length => Window switch
    {
        CapWindow.Hour => TimeSpan.FromHours(1),
        CapWindow.Day => TimeSpan.FromDays(1),
        _ => TimeSpan.FromDays(7),
    };

    /// <summary>As text: "At most 2 promotions by email a week".</summary>
    public string Text
    {
        get
        {
            var what = Category switch
            {
                PolicyCategory.Promotion => Max == 1 ? "promotion" : "promotions",
                PolicyCategory.Service => Max == 1 ? "service message" : "service messages",
                _ => Max == 1 ? "message or offer" : "messages and offers",
            };
            var window = Window switch { CapWindow.Hour => "in an hour", CapWindow.Day => "in 24 hours", _ => "in 7 days" };
            return $"At most {Max} {what}{(Channel is null ? "" : $" by {Channel}")} {window}";
        }
    }

    /// <summary>Whether it limits, and counts, a message or an offer.</summary>
    public bool Concerns(string channel, PolicyCategory category) =>
        (Channel is null || string.Equals(Channel, channel, StringComparison.Ordinal)) && (Category is null || Category == category);

    /// <summary>The earliest moment, not before the given one, at which one more stays within the cap.</summary>
    public DateTimeOffset PassesAt(ImmutableArray<ulong> admitted, DateTimeOffset at)
    {
        var left = Max;
        for (var i = admitted.Length - 1; i >= 0; i--)
        {
            // The Max-th newest has to be out of the window.
            if (AdmittedMoments.Concerns(admitted[i], this) && --left == 0)
            {
                var free = AdmittedMoments.At(admitted[i]) + Length;
                return free > at ? free : at;
            }
        }

        return at;
    }
}
