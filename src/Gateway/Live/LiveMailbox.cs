using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Gateway.Access.Masking;
using CxOrchestrator.Gateway.Board;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;

namespace CxOrchestrator.Gateway.Live;

/// <summary>
/// What one connection has still to be sent: of a row only its latest version. Past <see cref="RowsMax"/> rows it keeps none and the screen
/// reads again, so that a connection that does not keep up costs a bounded memory and nobody else's time.
/// </summary>
internal sealed class LiveMailbox(string connection, TimeProvider clock)
{
    /// <summary>Most rows that wait, come or gone.</summary>
    public const int RowsMax = 4 * BoardFilter.LimitMax;

    /// <summary>
    /// Nothing is sent for a watch so soon after it began: its answer goes first. Nor is a customer sent more often than this.
    /// </summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, BoardRow?> _rows = new(StringComparer.Ordinal);
    private readonly List<ResyncNotice> _resyncs = [];
    private BoardView? _view;
    private BoardTotals? _totals;
    private BoardFacets? _facets;
    private bool _boardPending;
    private long _boardFrom;
    private long _number;
    private CustomerWatch? _customer;
    private long _customerFrom;
    private LivePulse? _pulse;

    public string Connection { get; } = connection;

    /// <summary>Whose it is; null: of somebody who did not sign in.</summary>
    public string? Account { get; init; }

    /// <summary>What the person at this connection does not see.</summary>
    public Hidden Hidden { get; set; }

    public Wakeup Wakeup { get; } = new();

    public CustomerKey? Customer
    {
        get
        {
            lock (_gate)
            {
                return _customer?.Key;
            }
        }
    }

    /// <summary>Begins to take the view's changes; gives the number that the next one counts from.</summary>
    public long WatchBoard(BoardView view)
    {
        lock (_gate)
        {
            ForgetBoard();
            _view = view;
            _boardFrom = clock.GetTimestamp();

            // Numbers go on from watch to watch: a change of the watch before, still on its way, has one that is not newer.
            return _number;
        }
    }

    /// <summary>The view that was watched, if any.</summary>
    public BoardView? UnwatchBoard()
    {
        lock (_gate)
        {
            var view = _view;
            ForgetBoard();
            return view;
        }
    }

    /// <summary>Takes a change of the view; false where the mailbox does not watch it any more.</summary>
    public bool BoardChanged(BoardView view, List<BoardRow> changed, List<string> gone, BoardTotals totals, BoardFacets? facets)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(view, _view))
            {
                return false;
            }

            foreach (var row in changed)
            {
                _rows[row.Customer] = row;
            }

            foreach (var customer in gone)
            {
                _rows[customer] = null;
            }

            if (_rows.Count > RowsMax)
            {
                ForgetBoard();
                Resync("board", "Too much changed before they could be sent to this connection.");
                return false;
            }

            _totals = totals;
            _facets = facets ?? _facets;
            _boardPending = true;
        }

        Wakeup.Raise();
        return true;
    }

    /// <summary>What is to be sent of the board now; null where nothing is.</summary>
    public BoardChanges? TakeBoard()
    {
        lock (_gate)
        {
            if (!_boardPending || clock.GetElapsedTime(_boardFrom) < Rest)
            {
                return null;
            }

            var changes = new BoardChanges
            {
                Number = ++_number,
                Rows = [.. _rows.Values.OfType<BoardRow>()],
                Gone = [.. _rows.Where(r => r.Value is null).Select(r => r.Key)],
                Totals = _totals,
                Facets = _facets,
            };
            _rows.Clear();
            _totals = null;
            _facets = null;
            _boardPending = false;
            return changes;
        }
    }

    /// <summary>Watches a customer in place of the one before, from that sequence on.</summary>
    public void WatchCustomer(CustomerKey? key)
    {
        lock (_gate)
        {
            _customer = key is { } k ? new CustomerWatch(k) : null;
            _customerFrom = clock.GetTimestamp();
        }
    }

    /// <summary>What the watcher was given at the start.</summary>
    public void CustomerTold(CustomerKey key, long sequence)
    {
        lock (_gate)
        {
            if (_customer?.Key == key && _customer.Sequence < sequence)
            {
                _customer.Sequence = sequence;
            }
        }
    }

    public void CustomerChanged(CustomerChange change) => Note(w =>
    {
        if (change.Erased)
        {
            w.Forget();
        }
        else if (change.MergedInto is { } into)
        {
            w.MergedInto = into.Value;
        }
        else if (w.State is null || w.State.Sequence < change.State.Sequence)
        {
            w.State = change.State;
        }
    });

    public void ActionChanged(string action) => Note(w => w.Lost |= !w.Actions.Add(action) ? false : w.Actions.Count > CustomerWatch.ChangesMax);

    public void CaseChanged(string id) => Note(w => w.Lost |= !w.Cases.Add(id) ? false : w.Cases.Count > CustomerWatch.ChangesMax);

    /// <summary>Changes were lost: clients watching a customer read again.</summary>
    public void CustomerLost() => Note(w => w.Lost = true);

    /// <summary>What is to be sent of the customer now; null where nothing is.</summary>
    public CustomerNews? TakeCustomer()
    {
        lock (_gate)
        {
            if (_customer is not { HasNews: true } watch || clock.GetElapsedTime(_customerFrom) < Rest)
            {
                return null;
            }

            if (watch.Lost)
            {
                _customer = null;
                Resync("customer", "Changes were lost before they could be sent to this connection.");
                return null;
            }

            _customerFrom = clock.GetTimestamp();
            return watch.Take();
        }
    }

    /// <summary>Ends the watch of that customer and has the screen read again.</summary>
    public void ResyncCustomer(CustomerKey key, string reason)
    {
        lock (_gate)
        {
            if (_customer?.Key == key)
            {
                _customer = null;
                Resync("customer", reason);
            }
        }
    }

    public void Pulse(LivePulse pulse)
    {
        lock (_gate)
        {
            _pulse = pulse;
        }

        Wakeup.Raise();
    }

    public LivePulse? TakePulse()
    {
        lock (_gate)
        {
            var pulse = _pulse;
            _pulse = null;
            return pulse;
        }
    }

    public List<ResyncNotice> TakeResyncs()
    {
        lock (_gate)
        {
            if (_resyncs.Count == 0)
            {
                return [];
            }

            List<ResyncNotice> resyncs = [.. _resyncs];
            _resyncs.Clear();
            return resyncs;
        }
    }

    /// <summary>Whether something waits that may not be sent yet.</summary>
    public bool Waits
    {
        get
        {
            lock (_gate)
            {
                return _boardPending || _customer is { HasNews: true };
            }
        }
    }

    private void Note(Action<CustomerWatch> note)
    {
        lock (_gate)
        {
            if (_customer is null)
            {
                return;
            }

            note(_customer);
        }

        Wakeup.Raise();
    }

    private void ForgetBoard()
    {
        _view = null;
        _rows.Clear();
        _totals = null;
        _facets = null;
        _boardPending = false;
    }

    // One notice of each kind is enough.
    private void Resync(string what, string reason)
    {
        _resyncs.RemoveAll(r => r.What == what);
        _resyncs.Add(new ResyncNotice { What = what, Reason = reason });
        Wakeup.Raise();
    }
}
