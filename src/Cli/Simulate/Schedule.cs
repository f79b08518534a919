using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Cli.Simulate;

/// <summary>What a first reading of the events found: which lines are whose, and how far time had come at each.</summary>
internal sealed class Schedule
{
    private const int None = -1;

    private readonly List<Entry> _entries = [];
    private readonly List<long> _now = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<(int First, int Last)> _customers = [];

    private struct Entry
    {
        public long Offset;
        public int Length;
        public int NextOfCustomer;
    }

    /// <summary>Good touchpoints.</summary>
    public int Count => _entries.Count;

    /// <summary>Customers in the order of their first appearance.</summary>
    public int Customers => _customers.Count;

    /// <summary>The latest time seen.</summary>
    public DateTimeOffset Now => _now.Count == 0 ? DateTimeOffset.MinValue : At(_now.Count - 1);

    public void Add(long offset, int length, Touchpoint touchpoint)
    {
        var place = _entries.Count;
        _entries.Add(new Entry { Offset = offset, Length = length, NextOfCustomer = None });
        _now.Add(_now.Count == 0 ? touchpoint.At.UtcTicks : Math.Max(_now[^1], touchpoint.At.UtcTicks));
        if (!_numbers.TryGetValue(touchpoint.Customer.Value, out var number))
        {
            _numbers[touchpoint.Customer.Value] = _customers.Count;
            _customers.Add((place, place));
            return;
        }

        var (first, last) = _customers[number];
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_entries)[last].NextOfCustomer = place;
        _customers[number] = (first, place);
    }

    public int First(int customer) => _customers[customer].First;

    /// <summary>The customer's touchpoint after this one; negative: none.</summary>
    public int Next(int place) => _entries[place].NextOfCustomer;

    public (long Offset, int Length) Line(int place) => (_entries[place].Offset, _entries[place].Length);

    /// <summary>The place, not before the given one, of the first touchpoint at which time had come to that moment; <see cref="Count"/> where none is.</summary>
    public int Reaches(DateTimeOffset due, int notBefore)
    {
        var place = _now.BinarySearch(due.UtcTicks);
        place = place < 0 ? ~place : FirstOf(place);
        return Math.Max(place, notBefore);
    }

    /// <summary>The first touchpoint after this one at which time moved on: what was overdue as it was made fires then.</summary>
    public int MovesOnAfter(int place)
    {
        // The next one in a stream that is sorted; a late part is one long run of equal times.
        var time = _now[place];
        if (place + 1 == _now.Count || _now[place + 1] > time)
        {
            return place + 1;
        }

        var (low, high) = (place + 2, _now.Count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = _now[middle] > time ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private DateTimeOffset At(int place) => new(_now[place], TimeSpan.Zero);

    private int FirstOf(int place)
    {
        var time = _now[place];
        var (low, high) = (0, place);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = _now[middle] >= time ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
