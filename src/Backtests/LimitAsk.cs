using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;

namespace CxOrchestrator.Backtests;

/// <summary>An action of a customer asked for limits that customers share.</summary>
internal sealed class LimitAsk : IComparable<LimitAsk>
{
    private readonly (DateTimeOffset DecidedAt, int Priority, string Id) _order;

    /// <param name="action">Which; not kept, there may be millions.</param>
    /// <param name="at">When.</param>
    /// <param name="uses">What it takes, all of it or nothing.</param>
    public LimitAsk(DecidedAction action, DateTimeOffset at, ImmutableArray<LimitUse> uses)
    {
        _order = (action.DecidedAt, action.Priority, action.Id);
        (At, Uses) = (at, uses);
    }

    public DateTimeOffset At { get; }

    public ImmutableArray<LimitUse> Uses { get; }

    public (string Action, long Ticks) Key => (_order.Id, At.UtcTicks);

    /// <summary>Whose it is; null until it is settled over all customers.</summary>
    public ContestingCustomer? Customer { get; set; }

    /// <summary>Limits that were full by what the customer's run knew.</summary>
    public ImmutableArray<string> Told { get; set; } = [];

    /// <summary>Limits that are full by all that was asked.</summary>
    public ImmutableArray<string> Full { get; set; } = [];

    /// <summary>The run knew what is so.</summary>
    public bool IsSettled => Told.AsSpan().SequenceEqual(Full.AsSpan());

    public int CompareTo(LimitAsk? other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var order = At.CompareTo(other.At);
        return order != 0 ? order : AdmissionOrder.Compare(_order, other._order);
    }
}
