using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Live;

namespace CxOrchestrator.Console.Board;

/// <summary>Something that just happened on the board.</summary>
/// <param name="Row">The customer's row as it is now, or was last.</param>
/// <param name="At">By the journey's clock.</param>
/// <param name="Left">The customer is at risk no more.</param>
public sealed record NewsItem(BoardRow Row, DateTimeOffset At, bool Left)
{
    /// <summary>What a policy did about it; null where none has acted since.</summary>
    public DoingView? Answer => !Left && Row.Doing is { } doing && doing.At >= Row.Since ? doing : null;
}

/// <summary>
/// The latest low points and what answered them, newest first: what a newcomer to the board needs to see it work. Made of the rows that the
/// board gets anyway. What is shown changes only when it is asked to settle, and never while held.
/// </summary>
public sealed class BoardNews
{
    public const int CountMax = 3;

    private readonly Dictionary<string, BoardRow> _rows = new(StringComparer.Ordinal);
    private List<NewsItem> _coming = [];
    private bool _changed;

    public IReadOnlyList<NewsItem> Shown { get; private set; } = [];

    /// <summary>The pointer or the keyboard is on it.</summary>
    public bool Held { get; set; }

    public void Reset(BoardSnapshot snapshot)
    {
        _rows.Clear();
        foreach (var row in snapshot.Rows)
        {
            _rows[row.Customer] = row;
        }

        _coming = [.. snapshot.Rows.Where(r => r.Cause is not null).OrderByDescending(r => r.Since).Take(CountMax).Select(r => new NewsItem(r, r.Since, Left: false))];
        (Shown, _changed) = (_coming, false);
    }

    public void Apply(BoardChanges changes, DateTimeOffset now)
    {
        foreach (var row in changes.Rows)
        {
            var known = _rows.GetValueOrDefault(row.Customer);
            _rows[row.Customer] = row;
            if (row.Cause is not null && (known?.Cause is null || row.Since > known.Since))
            {
                Add(new NewsItem(row, row.Since, Left: false));
            }
            else if (_coming.FindIndex(n => n.Row.Customer == row.Customer && !n.Left) is >= 0 and var at)
            {
                _changed |= _coming[at].Answer != new NewsItem(row, row.Since, Left: false).Answer;
                _coming[at] = _coming[at] with { Row = row };
            }
        }

        foreach (var customer in changes.Gone)
        {
            if (_rows.Remove(customer, out var row) && row.Cause is not null)
            {
                Add(new NewsItem(row, now, Left: true));
            }
        }
    }

    /// <summary>Shows what came; true where the screen changed.</summary>
    public bool Settle()
    {
        if (!_changed || Held)
        {
            return false;
        }

        (Shown, _changed) = ([.. _coming], false);
        return true;
    }

    private void Add(NewsItem item)
    {
        _coming = [item, .. _coming.Where(n => n.Row.Customer != item.Row.Customer).Take(CountMax - 1)];
        _changed = true;
    }
}
