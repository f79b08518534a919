using System.Globalization;

namespace CxOrchestrator.Console.Voice;

/// <summary>What the page asks for, as its address says it.</summary>
public sealed record VoiceQuery
{
    public const int DaysDefault = 28;

    public string? From { get; init; }

    public string? To { get; init; }

    public string? By { get; init; }

    public string? Order { get; init; }

    public string? Reason { get; init; }

    public string? Class { get; init; }

    public string? Channel { get; init; }

    public string? Journey { get; init; }

    public string? Stage { get; init; }

    public string? Segment { get; init; }

    public string? Language { get; init; }

    /// <summary>What figures and quotes are both filtered by.</summary>
    public (string, string?)[] Filters =>
    [
        ("from", From), ("to", To), ("reason", Reason), ("class", Class), ("channel", Channel), ("journey", Journey), ("stage", Stage), ("segment", Segment), ("language", Language),
    ];

    /// <summary>A filter is set besides the days.</summary>
    public bool Narrowed => Filters.Skip(2).Any(f => f.Item2 is { Length: > 0 });

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
