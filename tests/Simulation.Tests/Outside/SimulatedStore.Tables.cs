using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Simulation.Tests.Outside;

/// <summary>The tables beside the customers': timers, outbox, dead letters, ledger.</summary>
internal sealed partial class SimulatedStore : ITimerStore, IOutbox, IDeadLetters
{
    private readonly Dictionary<string, LedgerCount> _ledger = new(StringComparer.Ordinal);

    public LedgerCount Ledger(string source) => _ledger.GetValueOrDefault(source) ?? new LedgerCount { Source = source };

    public Task<ImmutableArray<(CustomerKey Key, DateTimeOffset DueAt)>> DueAsync(
        Share share, DateTimeOffset upTo, DateTimeOffset now, int limit, CancellationToken cancellationToken) => AskAsync("due", () => Due(share, upTo, now, limit));

    public Task<ImmutableArray<(CustomerKey Key, string Action)>> WaitingAsync(Share share, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        AskAsync("waiting", () => Waiting(share, now, limit));

    public Task AddAsync(DeadLetter letter, CancellationToken cancellationToken) => AskAsync("bury", () =>
    {
        var isNew = Keep(letter);
        if (isNew)
        {
            Count(new LedgerCount { Source = letter.Source, Rejected = 1 });
        }

        return isNew;
    });

    public ImmutableArray<(CustomerKey Key, DateTimeOffset DueAt)> Due(Share share, DateTimeOffset upTo, DateTimeOffset now, int limit) =>
    [
        .. _rows.Where(r => r.Value.Timer is { } timer && timer.DueAt <= upTo && timer.NotBefore <= now && share.Has(r.Key))
            .OrderBy(r => r.Value.Timer!.Value.DueAt).Take(limit).Select(r => (r.Key, r.Value.Timer!.Value.DueAt)),
    ];

    public ImmutableArray<(CustomerKey Key, string Action)> Waiting(Share share, DateTimeOffset now, int limit) =>
    [
        .. _outbox.Values.Where(a => share.Has(a.Key) && (a.Status == ActionStatus.Decided || (a.Status == ActionStatus.Held && a.NextAt <= now)))
            .OrderBy(a => a.Action.DecidedAt).ThenBy(a => a.Action.Id, StringComparer.Ordinal).Take(limit).Select(a => (a.Key, a.Action.Id)),
    ];

    public Task<ImmutableArray<OutboxItem>> LeaseAsync(string owner, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing is sent here.");

    public Task CompleteAsync(string owner, ImmutableArray<DeliveryOutcome> outcomes, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing is sent here.");

    public Task<ImmutableArray<OutboxItem>> UnannouncedFailuresAsync(int limit, CancellationToken cancellationToken) => throw new NotSupportedException("Nothing is sent here.");

    public Task FailuresAnnouncedAsync(ImmutableArray<string> actions, CancellationToken cancellationToken) => throw new NotSupportedException("Nothing is sent here.");

    public Task<bool> RetryAsync(string action, CancellationToken cancellationToken) => throw new NotSupportedException("Nothing is sent here.");

    public Task<Page<StoredDeadLetter>> ListAsync(string? reason, string? cursor, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody reads the letters here.");

    public Task<StoredDeadLetter?> GetAsync(long id, CancellationToken cancellationToken) => throw new NotSupportedException("Nobody reads the letters here.");

    public Task<bool> ReplayAsync(long id, LogItem item, CancellationToken cancellationToken) => throw new NotSupportedException("Nobody replays here.");

    private bool Keep(DeadLetter letter) => Letters.TryAdd((letter.Origin.Partition, letter.Origin.Position), letter);

    private void Count(LedgerCount add)
    {
        var had = Ledger(add.Source);
        _ledger[add.Source] = had with
        {
            Applied = had.Applied + add.Applied,
            Duplicate = had.Duplicate + add.Duplicate,
            Rejected = had.Rejected + add.Rejected,
            Conflicting = had.Conflicting + add.Conflicting,
        };
    }
}
