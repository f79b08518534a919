namespace CxOrchestrator.Sentiment;

/// <summary>Compares classes that were found with those that people gave.</summary>
public sealed class ClassScore
{
    private const int Classes = 3;

    private readonly int[] _given = new int[Classes];
    private readonly int[] _found = new int[Classes];
    private readonly int[] _right = new int[Classes];

    /// <summary>Texts that were compared.</summary>
    public int Count { get; private set; }

    /// <summary>Texts without a class of their own; they count as missed.</summary>
    public int Unread { get; private set; }

    /// <summary>Adds a text.</summary>
    /// <param name="given">What people said: -1, 0 or 1.</param>
    /// <param name="found">What was read; null where it was not.</param>
    public void Add(int given, int? found)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(given, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(given, 1);
        Count++;
        _given[given + 1]++;
        if (found is not { } @class)
        {
            Unread++;
            return;
        }

        _found[@class + 1]++;
        _right[@class + 1] += @class == given ? 1 : 0;
    }

    /// <summary>F1 of a class, 0 to 1: 0 where it was neither given nor found.</summary>
    public double F1(int @class) => _given[@class + 1] + _found[@class + 1] is > 0 and var all ? 2.0 * _right[@class + 1] / all : 0;

    /// <summary>Mean F1 of negative, neutral and positive: all three weigh the same, however rare.</summary>
    public double MacroF1 => (F1(-1) + F1(0) + F1(1)) / Classes;
}
