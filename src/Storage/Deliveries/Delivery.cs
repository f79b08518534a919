using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Storage.Deliveries;

/// <summary>A message that left, and how far it came. Times by the journey's clock.</summary>
public sealed record Delivery
{
    /// <summary>Id of the action.</summary>
    public required string Action { get; init; }

    /// <summary>Its place among all, newest last.</summary>
    public required long Number { get; init; }

    public required CustomerKey Key { get; init; }

    public required string Connection { get; init; }

    public required string Channel { get; init; }

    /// <summary>Where it went.</summary>
    public required string Address { get; init; }

    public string? ProviderId { get; init; }

    /// <summary>What the provider answered.</summary>
    public string? Answer { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The highest step that a person or the provider took; programs that open and follow links are left out.</summary>
    public required DeliveryStep Step { get; init; }
}
