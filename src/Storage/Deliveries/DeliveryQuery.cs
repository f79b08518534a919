using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Storage.Deliveries;

/// <summary>Which deliveries; null: all.</summary>
public sealed record DeliveryQuery
{
    public string? Connection { get; init; }

    public CustomerKey? Customer { get; init; }

    public string? Cursor { get; init; }

    public int Limit { get; init; } = 50;
}
