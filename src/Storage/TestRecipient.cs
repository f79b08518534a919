using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Storage;

/// <summary>A customer that drafts may be sent to once a second person has confirmed it.</summary>
public sealed record TestRecipient
{
    public required CustomerKey Key { get; init; }

    /// <summary>The account whose own customer it is; null: nobody's, a test customer for all.</summary>
    public string? Account { get; init; }

    public required string MarkedBy { get; init; }

    /// <summary>By the system's clock; set by the store.</summary>
    public DateTimeOffset MarkedAt { get; init; }

    /// <summary>The second person; null: nothing is sent yet.</summary>
    public string? ConfirmedBy { get; init; }

    /// <summary>By the system's clock.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }
}
