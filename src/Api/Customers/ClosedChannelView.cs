namespace CxOrchestrator.Api.Customers;

/// <summary>A channel on which nothing reaches a customer.</summary>
public sealed record ClosedChannelView
{
    /// <summary>As policies name it; <c>all</c>: every channel that is not named apart.</summary>
    public required string Channel { get; init; }

    /// <summary>Why, as it was said.</summary>
    public required string Reason { get; init; }

    /// <summary>The source that said so.</summary>
    public required string Source { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Only this address of the customer is closed: the attribute that holds it. Null: every address.</summary>
    public string? AddressIn { get; init; }
}
