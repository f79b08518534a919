namespace CxOrchestrator.Storage.Voice;

/// <summary>Which remarks; what is null is not asked for.</summary>
public sealed record RemarkQuery
{
    /// <summary>By the touchpoint's own time, included.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Not included.</summary>
    public required DateTimeOffset To { get; init; }

    public string? Channel { get; init; }

    public string? Journey { get; init; }

    public string? Stage { get; init; }

    /// <summary>Of those the customer was in when it was said.</summary>
    public string? Segment { get; init; }

    public string? Language { get; init; }

    public string? Reason { get; init; }

    /// <summary>-1, 0 or 1.</summary>
    public int? Class { get; init; }

    /// <summary>Only those with a text.</summary>
    public bool Texts { get; init; }
}
