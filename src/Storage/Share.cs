using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Storage;

/// <summary>
/// The part of all customers that a silo looks after where any could: timers, admission, announcements. Silos that see each other late look
/// after some customers twice or not at all for a moment; what they do is harmless when done twice.
/// </summary>
/// <param name="Index">From 0, below <paramref name="Count"/>.</param>
/// <param name="Count">How many parts there are.</param>
public readonly record struct Share(int Index, int Count)
{
    /// <summary>Shards of customers; a share is every n-th of them.</summary>
    public const int Shards = 256;

    public static Share Whole { get; } = new(0, 1);

    public bool Has(CustomerKey key) => Count == 1 || KeyHash.Shard(key.ToString(), Shards) % Count == Index;
}

/// <summary>Says which share is this silo's now.</summary>
public interface IShares
{
    Share Current { get; }
}

/// <summary>One silo looks after everybody.</summary>
public sealed class WholeShare : IShares
{
    public Share Current => Share.Whole;
}
