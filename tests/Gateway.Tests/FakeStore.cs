using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Tests;

/// <summary>What a gateway reads of the store, in memory.</summary>
internal sealed class FakeStore(CustomerCodec codec) : IReadModel
{
    private readonly Lock _gate = new();
    private readonly Dictionary<CustomerKey, CustomerState> _customers = [];
    private readonly Dictionary<CustomerKey, List<HistoryEntry>> _history = [];

    public HashSet<CustomerKey> AtRisk { get; } = [];

    public List<StoredDecisionRow> Decisions { get; } = [];

    public List<OutboxItem> Actions { get; } = [];

    public Ledger Ledger { get; set; } = new() { Sources = [] };

    public long LogWaiting { get; set; }

    public Exception? Fails { get; set; }

    public void Put(CustomerState state, bool atRisk, params HistoryEntry[] history)
    {
        lock (_gate)
        {
            var key = CustomerKey.For(state.Customer);
            _customers[key] = state;
            _history.TryAdd(key, []);
            _history[key].AddRange(history);
            if (atRisk)
            {
                AtRisk.Add(key);
            }
            else
            {
                AtRisk.Remove(key);
            }
        }
    }

    public Task<StoredCustomer?> CustomerAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        Check();
        lock (_gate)
        {
            return Task.FromResult(_customers.TryGetValue(key, out var state) ? Stored(state) : null);
        }
    }

    public Task<ImmutableArray<HistoryEntry>> HistoryAsync(CustomerKey key, long? beforeSequence, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<ImmutableArray<HistoryEntry>>(
            [
                .. _history.GetValueOrDefault(key, []).Where(h => beforeSequence is null || h.Sequence < beforeSequence)
                    .OrderByDescending(h => h.Sequence).Take(limit),
            ]);
        }
    }

    public Task<Page<StoredDecisionRow>> DecisionsAsync(DecisionQuery query, CancellationToken cancellationToken) => Task.FromResult(new Page<StoredDecisionRow>(
        [
            .. Decisions.Where(d => (query.Customer is null || d.Key == query.Customer) && (query.Policy is null || d.Decision.Policy == query.Policy))
                .OrderByDescending(d => d.Sequence).Take(query.Limit),
        ],
        null));

    public Task<Page<OutboxItem>> ActionsAsync(ActionQuery query, CancellationToken cancellationToken) =>
        Fails is { } failure ? throw failure : query.Cursor is { } cursor ? throw NotGiven(cursor) : Task.FromResult(new Page<OutboxItem>(
        [
            .. Actions.Where(a => (query.Customer is null || a.Key == query.Customer) && (query.Status is null || a.Status == query.Status))
                .OrderByDescending(a => a.Action.DecidedAt).Take(query.Limit),
        ],
        null));

    public Task<OutboxItem?> ActionAsync(string id, CancellationToken cancellationToken) => Fails is { } failure ? throw failure : Task.FromResult(Actions.FirstOrDefault(a => a.Action.Id == id));

    public Task<ImmutableArray<(CustomerKey Key, AtRiskRow Row, StoredCustomer Customer)>> AtRiskAsync(
        CustomerKey? after, int limit, CancellationToken cancellationToken)
    {
        Check();
        lock (_gate)
        {
            return Task.FromResult<ImmutableArray<(CustomerKey, AtRiskRow, StoredCustomer)>>(
            [
                .. AtRisk.OrderBy(k => k.ToString(), StringComparer.Ordinal)
                    .Where(k => after is null || string.CompareOrdinal(k.ToString(), after.ToString()) > 0)
                    .Take(limit)
                    .Select(k => (k, new AtRiskRow { Risk = 50 }, Stored(_customers[k])!)),
            ]);
        }
    }

    public Task<ZoneCount> ZonesAsync(CancellationToken cancellationToken) => Task.FromResult(Zones);

    public ZoneCount Zones { get; set; } = new(0, 0);

    public Task<ImmutableArray<(CustomerKey Key, string? Name)>> SearchAsync(string text, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<ImmutableArray<(CustomerKey, string?)>>(
            [
                .. _customers.Where(c => c.Key.Customer.Value.StartsWith(text, StringComparison.OrdinalIgnoreCase)
                        || c.Value.Profile.Name?.StartsWith(text, StringComparison.OrdinalIgnoreCase) == true)
                    .Select(c => (c.Key, c.Value.Profile.Name)).Take(limit),
            ]);
        }
    }

    public Task<Ledger> LedgerAsync(CancellationToken cancellationToken)
    {
        Check();
        return Task.FromResult(Ledger with { LogWaiting = LogWaiting });
    }

    public Task<StoreStatus> StatusAsync(CancellationToken cancellationToken) => Task.FromResult(new StoreStatus
    {
        Customers = _customers.Count,
        AtRisk = AtRisk.Count,
        LogWaiting = LogWaiting,
        LogRows = 0,
        StoreBytes = 0,
        DeadLetters = 0,
        DeadActions = 0,
        ActionsWaiting = 0,
        ActionsSending = 0,
        TimersArmed = 0,
        Commits = 0,
        CommitOperationsMean = 0,
        CommitTimeP95 = TimeSpan.FromMilliseconds(3),
    });

    private static ArgumentException NotGiven(string cursor) => new($"{cursor} was given by no list.", nameof(cursor));

    private StoredCustomer? Stored(CustomerState state) => new() { Version = state.Sequence, State = codec.Encode(state), Positions = [] };

    private void Check()
    {
        if (Fails is { } failure)
        {
            throw failure;
        }
    }
}
