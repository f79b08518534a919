using System.Runtime.InteropServices;
using System.Text;

namespace CxOrchestrator.Backtests.Files;

/// <summary>What a first reading of the events found: which lines are whose, and how far time had come at each.</summary>
/// <param name="expected">About how many lines come.</param>
public sealed class Schedule(int expected)
{
    private readonly List<Entry> _entries = new(expected);
    private readonly List<long> _now = new(expected);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<int> _counts = [];
    private CustomerLine[] _lines = [];
    private int[] _starts = [0];

    private readonly record struct Entry(long Offset, int Length, int Number, int Customer);

    /// <summary>Lines that bring time forward: those whose customer and time could be read.</summary>
    public int Count => _now.Count;

    /// <summary>Customers in the order of their first appearance.</summary>
    public int Customers => _counts.Count;

    /// <summary>The latest time seen.</summary>
    public DateTimeOffset Now => _now.Count == 0 ? DateTimeOffset.MinValue : new(_now[^1], TimeSpan.Zero);

    /// <param name="number">The line's number, from 1.</param>
    /// <param name="offset">Bytes of the file before it.</param>
    /// <param name="length">Its bytes, without the line's end.</param>
    /// <param name="customer">Whose it is, in UTF-8.</param>
    /// <param name="at">Its time.</param>
    public void Add(int number, long offset, int length, ReadOnlySpan<byte> customer, DateTimeOffset at)
    {
        Span<char> name = stackalloc char[customer.Length];
        name = name[..Encoding.UTF8.GetChars(customer, name)];
        if (!_numbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var whose))
        {
            whose = _counts.Count;
            _numbers.Add(name.ToString(), whose);
            _counts.Add(0);
        }

        CollectionsMarshal.AsSpan(_counts)[whose]++;
        _entries.Add(new Entry(offset, length, number, whose));
        _now.Add(_now.Count == 0 ? at.UtcTicks : Math.Max(_now[^1], at.UtcTicks));
    }

    /// <summary>All lines are in: puts those of a customer side by side, so that reading them jumps about in the file and nowhere else.</summary>
    public void Close()
    {
        _starts = new int[Customers + 1];
        for (var customer = 0; customer < Customers; customer++)
        {
            _starts[customer + 1] = _starts[customer] + _counts[customer];
        }

        _lines = new CustomerLine[_entries.Count];
        var movesOn = _entries.Count;
        for (var place = _entries.Count - 1; place >= 0; place--)
        {
            // From the last to the first: where time moves on is known before it is asked for.
            movesOn = place + 1 < _now.Count && _now[place + 1] > _now[place] ? place + 1 : movesOn;
            var entry = _entries[place];
            var count = --CollectionsMarshal.AsSpan(_counts)[entry.Customer];
            _lines[_starts[entry.Customer] + count] = new CustomerLine(entry.Offset, entry.Length, entry.Number, place, _now[place], movesOn);
        }

        _entries.Clear();
        _entries.TrimExcess();
    }

    /// <summary>A customer's lines in the order of the file.</summary>
    public ReadOnlySpan<CustomerLine> Of(int customer) => _lines.AsSpan(_starts[customer].._starts[customer + 1]);

    /// <summary>The place, not before the given one, of the first line at which time had come to that moment; <see cref="Count"/> where none is.</summary>
    public int Reaches(DateTimeOffset due, int notBefore)
    {
        var place = _now.BinarySearch(due.UtcTicks);
        place = place < 0 ? ~place : FirstOf(place);
        return Math.Max(place, notBefore);
    }

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

/// <summary>A touchpoint's line in the file.</summary>
/// <param name="Offset">Bytes before it.</param>
/// <param name="Length">Its bytes, without the line's end.</param>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Place">Its place among all lines that bring time forward, from 0.</param>
/// <param name="NowTicks">How far time had come there, in UTC.</param>
/// <param name="MovesOn">The place of the first line after it at which time moved on: what was overdue as it was made fires then.</param>
public readonly record struct CustomerLine(long Offset, int Length, int Number, int Place, long NowTicks, int MovesOn);
