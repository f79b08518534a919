namespace CxOrchestrator.Api;

/// <summary>One page of a list.</summary>
public sealed record Page<T>
{
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>Give it back as <c>cursor</c> for the next page; null at the end.</summary>
    public string? Next { get; init; }

    /// <summary>How many there are in all, where that is known.</summary>
    public long? Total { get; init; }
}
