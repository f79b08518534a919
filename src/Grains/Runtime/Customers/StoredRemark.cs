using System.Collections.Immutable;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>What a customer said in a touchpoint, and where the customer was then.</summary>
public sealed record StoredRemark
{
    /// <summary>Longest excerpt, in characters. The whole text is in the customer's history.</summary>
    public const int ExcerptMax = 1_000;

    /// <summary>Of the input in the customer's history.</summary>
    public required long Sequence { get; init; }

    /// <summary>The touchpoint's own time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>By the journey's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    public required string Source { get; init; }

    public required string Id { get; init; }

    public required string Type { get; init; }

    public string? Channel { get; init; }

    /// <summary>The journey that the touchpoint belonged to; null: none.</summary>
    public string? Journey { get; init; }

    /// <summary>The stage of that journey after the touchpoint.</summary>
    public string? Stage { get; init; }

    /// <summary>-1 to 1; null where the text was not read and there is no score.</summary>
    public double? Sentiment { get; init; }

    /// <summary>-1, 0 or 1; null with the sentiment.</summary>
    public int? Class { get; init; }

    /// <summary>Score that was given with it, such as <c>csat 2</c>; null: none.</summary>
    public string? Score { get; init; }

    public ImmutableArray<string> Reasons { get; init; } = [];

    /// <summary>Two or three letters; null where neither the source nor the pack knows it.</summary>
    public string? Language { get; init; }

    /// <summary>What read the text; null: the source said the sentiment, or nobody did.</summary>
    public string? Model { get; init; }

    /// <summary>Ids of the segments that the customer was in after the touchpoint.</summary>
    public ImmutableArray<string> Segments { get; init; } = [];

    /// <summary>The beginning of the text; null where only a sentiment or reasons were sent.</summary>
    public string? Excerpt { get; init; }
}
