using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Rules.Simulation;

/// <summary>A simulated customer's actions that admission holds, each with when it is asked again; in the order (moment, decided, id).</summary>
internal sealed class HeldActions
{
    private readonly SortedSet<Held> _held = [];

    private readonly record struct Held(DateTimeOffset NextAt, DateTimeOffset DecidedAt, string Id, DecidedAction? Action) : IComparable<Held>
    {
        public int CompareTo(Held other) =>
            NextAt != other.NextAt ? NextAt.CompareTo(other.NextAt)
            : DecidedAt != other.DecidedAt ? DecidedAt.CompareTo(other.DecidedAt)
            : string.CompareOrdinal(Id, other.Id);
    }

    /// <summary>When the first is asked again; null: none is held.</summary>
    public DateTimeOffset? NextAt => _held.Count == 0 ? null : _held.Min.NextAt;

    public void Add(DecidedAction action, DateTimeOffset nextAt) => _held.Add(new(nextAt, action.DecidedAt, action.Id, action));

    /// <summary>Takes the first that is to be asked by then; null: none is.</summary>
    public (DecidedAction Action, DateTimeOffset At)? Take(DateTimeOffset by)
    {
        if (_held.Count == 0 || _held.Min is not { Action: { } action } first || first.NextAt > by)
        {
            return null;
        }

        _held.Remove(first);
        return (action, first.NextAt);
    }
}
