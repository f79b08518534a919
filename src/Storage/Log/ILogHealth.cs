namespace CxOrchestrator.Storage.Log;

/// <summary>Whether a log that does not lie in the store can be reached, and is read.</summary>
public interface ILogHealth
{
    LogHealth Current { get; }
}

/// <summary>Each in words that say what to do; null where nothing is wrong.</summary>
public sealed record LogHealth
{
    public static LogHealth Unknown { get; } = new();

    /// <summary>The brokers do not answer, or lack a topic.</summary>
    public string? Broker { get; init; }

    /// <summary>Partitions that nobody reads.</summary>
    public string? Partitions { get; init; }

    /// <summary>Records whose key is not the customer's id.</summary>
    public string? Keys { get; init; }
}
