using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Live;

namespace CxOrchestrator.Console.Board;

/// <summary>A row as the screen shows it.</summary>
public sealed class ShownRow(BoardRow row)
{
    public BoardRow Row { get; set; } = row;

    /// <summary>Grows with each visible change: the screen glows once for each.</summary>
    public int Glow { get; set; }

    /// <summary>It left the board; it goes from the screen when the order next settles.</summary>
    public bool Gone { get; set; }
}

/// <summary>
/// The board on the screen. A row's values change at once and where they stand; rows come, go and change places only when the order settles:
/// at most once a second, never while the pointer or the keyboard is on the rows, never while paused.
/// </summary>
internal sealed class BoardModel
{
    private readonly Dictionary<string, BoardRow> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ShownRow> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private IComparer<BoardRow> _order = BoardOrder.For(new BoardFilter().Sort);
    private bool _unsettled;

    public IReadOnlyList<ShownRow> Shown { get; private set; } = [];

    public BoardTotals? Totals { get; private set; }

    public BoardFacets? Facets { get; private set; }

    public bool Loaded { get; private set; }

    /// <summary>Nothing on the screen moves or changes; what comes is counted.</summary>
    public bool Paused { get; private set; }

    /// <summary>The pointer or the keyboard is on the rows.</summary>
    public bool Held { get; set; }

    /// <summary>Customers at risk who are not on the screen yet, since the rows rest under the pointer.</summary>
    public int Coming => Held && !Paused && _unsettled ? _rows.Keys.Count(c => !_known.ContainsKey(c)) : 0;

    /// <summary>Customers with changes that wait for the pause to end.</summary>
    public int Waiting => _waiting.Count;

    public void Reset(BoardSnapshot snapshot, string sort)
    {
        _rows.Clear();
        foreach (var row in snapshot.Rows)
        {
            _rows[row.Customer] = row;
        }

        (Totals, Facets, Loaded) = (snapshot.Totals, snapshot.Facets, true);
        _order = BoardOrder.For(sort);
        _waiting.Clear();
        if (!Paused)
        {
            Rebuild();
        }
    }

    public void Apply(BoardChanges changes)
    {
        Totals = changes.Totals ?? Totals;
        Facets = changes.Facets ?? Facets;
        foreach (var row in changes.Rows)
        {
            _rows[row.Customer] = row;
            Touch(row.Customer);
        }

        foreach (var customer in changes.Gone)
        {
            _rows.Remove(customer);
            Touch(customer);
        }
    }

    /// <summary>Puts rows in their order, if that may be now; true where the screen changed.</summary>
    public bool Settle()
    {
        if (!_unsettled || Held || Paused)
        {
            return false;
        }

        Rebuild();
        return true;
    }

    public void Pause(bool paused)
    {
        Paused = paused;
        if (!paused)
        {
            foreach (var customer in _waiting)
            {
                Show(customer);
            }

            _waiting.Clear();
            Rebuild();
        }
    }

    private void Touch(string customer)
    {
        if (Paused)
        {
            _waiting.Add(customer);
        }
        else
        {
            Show(customer);
        }
    }

    private void Show(string customer)
    {
        _unsettled = true;
        if (!_known.TryGetValue(customer, out var shown))
        {
            return;
        }

        if (_rows.TryGetValue(customer, out var row))
        {
            (shown.Row, shown.Gone) = (row, false);
            shown.Glow++;
        }
        else
        {
            shown.Gone = true;
        }
    }

    private void Rebuild()
    {
        _unsettled = false;
        var ordered = _rows.Values.Order(_order).ToList();
        var shown = new List<ShownRow>(ordered.Count);
        foreach (var row in ordered)
        {
            if (!_known.TryGetValue(row.Customer, out var known))
            {
                // New on the screen: glows as it comes, but not all of a first load.
                _known[row.Customer] = known = new ShownRow(row) { Glow = Shown.Count > 0 ? 1 : 0 };
            }

            (known.Row, known.Gone) = (row, false);
            shown.Add(known);
        }

        foreach (var gone in _known.Keys.Where(c => !_rows.ContainsKey(c)).ToList())
        {
            _known.Remove(gone);
        }

        Shown = shown;
    }
}
