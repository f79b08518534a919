using System.Collections.Concurrent;
using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Benchmarks.Mail;

/// <summary>The product's outbox, from which nothing is leased until the run begins; it notes when outcomes were stored.</summary>
internal sealed class GatedOutbox(IOutbox outbox) : IOutbox
{
    private readonly ConcurrentDictionary<string, PolicyCategory> _leased = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(long At, PolicyCategory Category)> _delivered = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private volatile bool _open;
    private long _stores;

    public IReadOnlyCollection<(long At, PolicyCategory Category)> Delivered => _delivered;

    /// <summary>What sends failed with.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>Transactions that stored outcomes.</summary>
    public long Stores => Volatile.Read(ref _stores);

    public string? Sample => _leased.Keys.FirstOrDefault();

    public void Open()
    {
        _delivered.Clear();
        Volatile.Write(ref _stores, 0);
        _open = true;
    }

    public void Close() => _open = false;

    public Task<ImmutableArray<(CustomerKey Key, string Action)>> WaitingAsync(Share share, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        outbox.WaitingAsync(share, now, limit, cancellationToken);

    public async Task<ImmutableArray<OutboxItem>> LeaseAsync(string owner, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken)
    {
        var items = _open ? await outbox.LeaseAsync(owner, now, lease, limit, cancellationToken) : [];
        foreach (var item in items)
        {
            _leased[item.Action.Id] = item.Action.Category;
        }

        return items;
    }

    public async Task CompleteAsync(string owner, ImmutableArray<DeliveryOutcome> outcomes, CancellationToken cancellationToken)
    {
        await outbox.CompleteAsync(owner, outcomes, cancellationToken);
        Interlocked.Increment(ref _stores);
        var at = TimeProvider.System.GetTimestamp();
        foreach (var outcome in outcomes)
        {
            if (outcome.Status == ActionStatus.Delivered)
            {
                _delivered.Enqueue((at, _leased[outcome.Action]));
            }
            else if (outcome.Error is { } error)
            {
                _errors.Enqueue(error);
            }
        }
    }

    public Task<ImmutableArray<OutboxItem>> UnannouncedFailuresAsync(int limit, CancellationToken cancellationToken) => outbox.UnannouncedFailuresAsync(limit, cancellationToken);

    public Task FailuresAnnouncedAsync(ImmutableArray<string> actions, CancellationToken cancellationToken) => outbox.FailuresAnnouncedAsync(actions, cancellationToken);

    public Task<bool> RetryAsync(string action, CancellationToken cancellationToken) => outbox.RetryAsync(action, cancellationToken);
}
