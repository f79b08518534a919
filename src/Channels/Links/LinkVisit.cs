using System.Collections.Immutable;

namespace CxOrchestrator.Channels.Links;

/// <summary>A request for a signed address, as far as it tells who makes it.</summary>
public sealed record LinkVisit
{
    /// <summary>Headers that <see cref="AutomatedVisits"/> reads, beside the user agent.</summary>
    public static ImmutableArray<string> PurposeHeaders { get; } = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"];

    public required LinkPurpose Purpose { get; init; }

    /// <summary>It asks for the headers of the answer only.</summary>
    public bool IsHead { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>Values of <see cref="PurposeHeaders"/>.</summary>
    public ImmutableArray<string> Purposes { get; init; } = [];

    /// <summary>Id of the action; null: of no message.</summary>
    public string? Action { get; init; }

    /// <summary>When the message was sent; null: not known.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>By the same clock as <see cref="SentAt"/>.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Of a tracked link: where it leads.</summary>
    public string? Target { get; init; }
}
