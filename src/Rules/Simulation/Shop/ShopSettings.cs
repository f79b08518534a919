namespace CxOrchestrator.Rules.Simulation.Shop;

/// <summary>The size and the habits of a synthetic shop.</summary>
public sealed record ShopSettings
{
    /// <summary>People who order there.</summary>
    public int Customers { get; init; } = 3000;

    /// <summary>The same seed gives the same touchpoints.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Orders of one customer in a day, on average.</summary>
    public double OrdersPerCustomerAndDay { get; init; } = 0.1;

    /// <summary>Number of the first order.</summary>
    public long FirstOrder { get; init; } = 1_000_000;

    /// <summary>Source of its touchpoints.</summary>
    public string Source { get; init; } = "shop";
}
