using CxOrchestrator.Api.Board;
using CxOrchestrator.Gateway.Live;

namespace CxOrchestrator.Gateway.Board;

/// <summary>The board through one filter, shared by all connections that watch it so. Used under the board's lock.</summary>
internal sealed class BoardView(BoardFilter filter, bool idsOnly = false)
{
    private readonly HashSet<LiveMailbox> _watchers = [];
    private Dictionary<string, long> _sent = [];

    public BoardFilter Filter { get; } = filter;

    /// <summary>Names are not searched.</summary>
    public bool IdsOnly { get; } = idsOnly;

    /// <summary>In the filter's order, as the watchers have them.</summary>
    public IReadOnlyList<BoardRow> Rows { get; private set; } = [];

    /// <summary>How many the filter lets through.</summary>
    public long Matching { get; private set; }

    public bool IsWatched => _watchers.Count > 0;

    public void Add(LiveMailbox mailbox) => _watchers.Add(mailbox);

    public void Remove(LiveMailbox mailbox) => _watchers.Remove(mailbox);

    /// <summary>Brings the view to the board's rows and puts what changed into the watchers' mailboxes.</summary>
    public void Update(List<BoardRow> all, Func<long, BoardTotals> totals, BoardFacets? facets)
    {
        var matching = all.FindAll(r => BoardFilters.Matches(Filter, r, IdsOnly));
        matching.Sort(BoardFilters.Order(Filter.Sort));
        var matchingBefore = Matching;
        Matching = matching.Count;
        Rows = matching.Count <= Filter.Limit ? matching : matching.GetRange(0, Filter.Limit);

        var sent = new Dictionary<string, long>(Rows.Count, StringComparer.Ordinal);
        var changed = new List<BoardRow>();
        foreach (var row in Rows)
        {
            sent[row.Customer] = row.Version;
            if (!_sent.TryGetValue(row.Customer, out var version) || version != row.Version)
            {
                changed.Add(row);
            }
        }

        var gone = _sent.Keys.Where(c => !sent.ContainsKey(c)).ToList();
        _sent = sent;
        if (_watchers.Count == 0 || (changed.Count == 0 && gone.Count == 0 && facets is null && Matching == matchingBefore))
        {
            return;
        }

        var figures = totals(Matching);
        _watchers.RemoveWhere(w => !w.BoardChanged(this, changed, gone, figures, facets));
    }
}
