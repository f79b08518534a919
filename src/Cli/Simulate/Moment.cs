namespace CxOrchestrator.Cli.Simulate;

/// <summary>
/// A place in the order of virtual time: by the touchpoint whose time had come; before it, the timers that fired as time came there, by (due,
/// customer); within one input of one customer, in the order things happened.
/// </summary>
internal readonly record struct Moment : IComparable<Moment>
{
    // Twice the touchpoint's place, one more for the touchpoint itself.
    private readonly long _place;
    private readonly long _dueTicks;
    private readonly int _customer;
    private readonly int _ordinal;

    private Moment(long place, long dueTicks, int customer, int ordinal) =>
        (_place, _dueTicks, _customer, _ordinal) = (place, dueTicks, customer, ordinal);

    public static Moment OfTouchpoint(int place) => new((2L * place) + 1, 0, 0, 0);

    /// <summary>A timer that an earlier one of the same customer armed in the past fires right after it, not at a time that is over.</summary>
    public static Moment OfTimer(int place, DateTimeOffset dueAt, int customer, Moment before)
    {
        var at = new Moment(2L * place, dueAt.UtcTicks, customer, 0);
        return before._place == at._place
            ? new Moment(at._place, Math.Max(at._dueTicks, before._dueTicks), customer, before._ordinal)
            : at;
    }

    /// <summary>The next thing that happens then.</summary>
    public Moment Following() => new(_place, _dueTicks, _customer, _ordinal + 1);

    public int CompareTo(Moment other)
    {
        var order = _place.CompareTo(other._place);
        order = order != 0 ? order : _dueTicks.CompareTo(other._dueTicks);
        order = order != 0 ? order : _customer.CompareTo(other._customer);
        return order != 0 ? order : _ordinal.CompareTo(other._ordinal);
    }
}
