using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Simulation.Tests.Outside;

/// <summary>What the simulated store holds of a customer.</summary>
internal sealed class StoredRow
{
    public StoredCustomer? Customer { get; set; }

    public List<HistoryEntry> History { get; } = [];

    public List<StoredDecision> Decisions { get; } = [];

    public HashSet<TouchpointIdentity> Identities { get; } = [];

    public (DateTimeOffset DueAt, DateTimeOffset NotBefore)? Timer { get; set; }

    /// <summary>Each state that was ever stored, by its sequence.</summary>
    public Dictionary<long, ReadOnlyMemory<byte>> States { get; } = [];
}
