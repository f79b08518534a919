namespace CxOrchestrator.NRules;

/// <summary>Which policies' conditions hold over some facts, for one group.</summary>
internal sealed class GroupAnswer
{
    public required PolicyNetwork Network { get; init; }

    /// <summary>A bit for each policy, by place.</summary>
    public required ulong[] Held { get; init; }

    /// <summary>What the conditions of policies threw, by place; null where none did.</summary>
    public Dictionary<int, Exception>? Faults { get; init; }

    /// <summary>The answer of another group over the same facts.</summary>
    public GroupAnswer? Next { get; init; }

    public bool Holds(int place) => Faults is not null && Faults.TryGetValue(place, out var fault)
        ? throw fault
        : (Held[place >> 6] & (1UL << place)) != 0;
}
