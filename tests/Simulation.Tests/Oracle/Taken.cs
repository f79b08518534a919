using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Simulation.Tests.Outside;

namespace CxOrchestrator.Simulation.Tests.Oracle;

/// <summary>What must come of the arrivals that one commit covers.</summary>
internal sealed class Taken
{
    private readonly SortedDictionary<string, LedgerCount> _ledger = new(StringComparer.Ordinal);

    public List<Arrival> Applied { get; } = [];

    public List<Arrival> Poison { get; } = [];

    /// <summary>A position is before one that was stored.</summary>
    public bool WentBack { get; set; }

    public IEnumerable<LedgerCount> Ledger => _ledger.Values;

    public void Count(LedgerCount add)
    {
        var had = _ledger.GetValueOrDefault(add.Source) ?? new LedgerCount { Source = add.Source };
        _ledger[add.Source] = had with
        {
            Applied = had.Applied + add.Applied,
            Duplicate = had.Duplicate + add.Duplicate,
            Rejected = had.Rejected + add.Rejected,
            Conflicting = had.Conflicting + add.Conflicting,
        };
    }
}
