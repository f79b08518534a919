namespace CxOrchestrator.Storage.Postgres;

/// <summary>Lanes of the ledger and of counts that no writer of the cluster has: theirs are small, and those of partitions just below zero.</summary>
public static class SpareLanes
{
    /// <summary>What was moved here from another store.</summary>
    public const int Moved = int.MinValue;

    /// <summary>Customers that were erased, counted below zero.</summary>
    public const int Erased = Moved + 1;
}
