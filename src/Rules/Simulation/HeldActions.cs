using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Rules.Simulation;

/// <summary>A simulated customer's actions that admission holds, each with when it is asked again; by moment, then in the order of admission.</summary>
internal sealed class HeldActions
{
    private readonly SortedSet<Held> _held = [];

    private readonly record struct Held(DateTimeOffset NextAt, DecidedAction Action) : IComparable<Held>
    {
        public int CompareTo(Held other) => NextAt != other.NextAt ? NextAt.CompareTo(other.NextAt) : AdmissionOrder.Instance.Compare(Action, other.Action);
    }

    /// <summary>When the first is asked again; null: none is held.</summary>
    public DateTimeOffset? NextAt => _held.Count == 0 ? null : _held.Min.NextAt;

    public void Add(DecidedAction action, DateTimeOffset nextAt) => _held.Add(new(nextAt, action));

    /// <summary>Takes the first that is to be asked by then; null: none is.</summary>
    public (DecidedAction Action, DateTimeOffset At)? Take(DateTimeOffset by)
    {
        if (_held.Count == 0 || _held.Min is var first && first.NextAt > by)
        {
            return null;
        }

        _held.Remove(first);
        return (first.Action, first.NextAt);
    }
}
