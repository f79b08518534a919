using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Gateway.Access.Masking;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Live;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Policies;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Board;

/// <summary>The views that are watched, one for each different filter. All are brought up to date together, at most every <see cref="Every"/>.</summary>
internal sealed partial class BoardViews : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    // Moods and risks move in silence too.
    private static readonly TimeSpan QuietEvery = TimeSpan.FromSeconds(1);

    private readonly Dictionary<(BoardFilter Filter, bool IdsOnly), BoardView> _views = [];
    private readonly Wakeup _changed = new();
    private readonly LiveBoard _board;
    private readonly Figures _figures;
    private readonly IDefinitions _definitions;
    private readonly TimeProvider _clock;
    private readonly int _viewsMax;
    private readonly ILogger<BoardViews> _logger;
    private BoardFacets? _facets;
    private long _facetsAt;

    public BoardViews(
        LiveBoard board, Figures figures, IDefinitions definitions, TimeProvider clock, IOptions<GatewayOptions> options, ILogger<BoardViews> logger)
    {
        _board = board;
        _figures = figures;
        _definitions = definitions;
        _clock = clock;
        _viewsMax = options.Value.ViewsMax;
        _logger = logger;
        board.Changed += _changed.Raise;
    }

    public override void Dispose()
    {
        _board.Changed -= _changed.Raise;
        base.Dispose();
    }

    /// <summary>Has the mailbox watch by the filter, in place of what it watched, and gives all rows; what changes afterwards comes through the mailbox.</summary>
    public BoardSnapshot Watch(LiveMailbox mailbox, BoardFilter filter)
    {
        lock (_board.Gate)
        {
            Leave(mailbox);
            var key = (filter, IdsOnly: mailbox.Hidden.HasFlag(Hidden.Personal) && filter.Search is not null);
            if (!_views.TryGetValue(key, out var view))
            {
                if (_views.Count >= _viewsMax)
                {
                    throw new HubException($"More than {_viewsMax} different filters are being watched. Use one that others use, or try again later.");
                }

                _views[key] = view = new BoardView(filter, key.IdsOnly);
            }

            // Before the new watcher is in: the others learn of what changed since, this one has it in the snapshot.
            var rows = _board.Rows();
            view.Update(rows, TotalsOf(rows), null);
            view.Add(mailbox);
            _facets ??= FacetsOf(rows);
            return new BoardSnapshot
            {
                Rows = view.Rows,
                Totals = _figures.TotalsFor(view.Matching, rows.Count),
                Facets = _facets,
                Number = mailbox.WatchBoard(view),
                Pulse = _figures.Pulse(),
            };
        }
    }

    public void Unwatch(LiveMailbox mailbox)
    {
        lock (_board.Gate)
        {
            Leave(mailbox);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _changed.WaitAsync(QuietEvery, _clock, stoppingToken);
                var started = _clock.GetTimestamp();
                Update();
                var rest = Every - _clock.GetElapsedTime(started);
                if (rest > TimeSpan.Zero)
                {
                    await Task.Delay(rest, _clock, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // One row that cannot be made must not end the board for everybody.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogFailed(_logger, exception);
            }
        }
    }

    /// <summary>Brings every watched view to the present.</summary>
    internal void Update()
    {
        lock (_board.Gate)
        {
            if (_views.Count == 0)
            {
                return;
            }

            var rows = _board.Rows();
            var facets = ChangedFacets(rows);
            var totals = TotalsOf(rows);
            foreach (var view in _views.Values)
            {
                view.Update(rows, totals, facets);
            }

            // A watcher that fell behind was dropped from its view.
            foreach (var filter in _views.Where(v => !v.Value.IsWatched).Select(v => v.Key).ToList())
            {
                _views.Remove(filter);
            }
        }
    }

    private void Leave(LiveMailbox mailbox)
    {
        if (mailbox.UnwatchBoard() is { } view)
        {
            view.Remove(mailbox);
            if (!view.IsWatched)
            {
                _views.Remove((view.Filter, view.IdsOnly));
            }
        }
    }

    private Func<long, BoardTotals> TotalsOf(List<BoardRow> rows) => matching => _figures.TotalsFor(matching, rows.Count);

    // Null where they are as they were, or were counted less than a second ago.
    private BoardFacets? ChangedFacets(List<BoardRow> rows)
    {
        if (_facets is not null && _clock.GetElapsedTime(_facetsAt) < QuietEvery)
        {
            return null;
        }

        _facetsAt = _clock.GetTimestamp();
        var facets = FacetsOf(rows);
        if (_facets is not null && BoardFigures.Same(_facets, facets))
        {
            return null;
        }

        return _facets = facets;
    }

    private BoardFacets FacetsOf(List<BoardRow> rows)
    {
        var definitions = _definitions.Current;
        return BoardFigures.Facets(rows, id => definitions.Segment(id)?.Name ?? id);
    }

    [LoggerMessage(3102, LogLevel.Error, "The board's views could not be brought up to date")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
