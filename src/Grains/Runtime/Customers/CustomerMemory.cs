using System.Collections.Immutable;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>What an activation holds of its row: never ahead of it.</summary>
internal sealed record CustomerMemory
{
    /// <summary>A change of risk of this or more is written to the at-risk row.</summary>
    public const double RiskStep = 5;

    public required CustomerState State { get; init; }

    /// <summary>0: no row yet.</summary>
    public required long Version { get; init; }

    public required ImmutableArray<LogPosition> Positions { get; init; }

    /// <summary>What the timer row says; never later than the earliest timer of the state. Null: no row.</summary>
    public DateTimeOffset? ArmedAt { get; init; }

    /// <summary>What the at-risk row says; null: no row.</summary>
    public AtRiskRow? AtRisk { get; init; }

    /// <summary>The customer was erased; null: it was not.</summary>
    public ErasureMark? Erased { get; init; }

    /// <summary>The customer is a part of that one; null: it is not. Never kept: the row is read each time, since only the other customer's grain changes it.</summary>
    public CustomerId? MergedInto { get; init; }

    /// <summary>The customer was erased, and nothing has come of it since that may be kept.</summary>
    public bool IsGone => Erased is not null && Version == 0;

    public static CustomerMemory New(CustomerId customer) => new() { State = CustomerState.For(customer), Version = 0, Positions = [] };

    public static CustomerMemory Gone(CustomerId customer, ErasureMark mark) =>
        new() { State = CustomerState.For(customer), Version = 0, Positions = mark.Positions, Erased = mark };

    public static CustomerMemory Of(StoredCustomer stored, CustomerState state) => new()
    {
        State = state,
        Version = stored.Version,
        Positions = stored.Positions,
        ArmedAt = CustomerTimers.Next(state)?.DueAt,
        AtRisk = stored.AtRisk,
        Erased = stored.Erased,
        MergedInto = stored.MergedInto,
    };

    /// <summary>The row that a state has among those at risk, as of its own time; null: none.</summary>
    public static AtRiskRow? RowFor(CustomerState state, CompiledDefinitions definitions)
    {
        var risk = Risks.At(state, definitions, state.EffectiveAt).Score;
        var worst = state.WorstLowPoint;
        return worst is null && risk < definitions.Set.Experience.Risk.AtRisk
            ? null
            : new AtRiskRow { Risk = risk, LowPointOpenedAt = worst?.OpenedAt };
    }

    /// <summary>A touchpoint of the customer, or of one merged into it.</summary>
    public bool Takes(CustomerId? origin) => origin is not { } other || State.Merged.Any(m => m.Customer == other);

    public long PositionIn(string log, int partition, CustomerId? origin = null)
    {
        foreach (var position in Positions)
        {
            if (position.Partition == partition && string.Equals(position.Log, log, StringComparison.Ordinal) && string.Equals(position.Origin, origin?.Value, StringComparison.Ordinal))
            {
                return position.Position;
            }
        }

        return long.MinValue;
    }
}
