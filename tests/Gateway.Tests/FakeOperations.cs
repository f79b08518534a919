using System.Collections.Immutable;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Gateway.Tests;

/// <summary>Cases, the switch, the outbox and dead letters, in memory.</summary>
internal sealed partial class FakeOperations(FakeStore store, ITouchpointLog log) : ICaseStore, ISendingSwitch, IGuardSwitches, IOutbox, IDeadLetters
{
    public Dictionary<string, StoredCase> Cases { get; } = [];

    public Dictionary<long, StoredDeadLetter> Letters { get; } = [];

    public SendingState Sending { get; private set; } = new() { Stopped = false, Version = 1 };

    public Task<StoredCase?> GetAsync(string id, CancellationToken cancellationToken) => Task.FromResult(Cases.GetValueOrDefault(id));

    public Task<Page<StoredCase>> ListAsync(CaseQuery query, CancellationToken cancellationToken) => Task.FromResult(new Page<StoredCase>(
        [.. Cases.Values.Where(c => (query.Status is null || c.Status == query.Status) && (query.Customer is null || c.Key == query.Customer)).Take(query.Limit)],
        null));

    public Task<(CaseChangeResult Result, StoredCase? Case)> ClaimAsync(string id, string by, CancellationToken cancellationToken) => Change(id, c =>
        c.ClaimedBy is { } other && other != by
            ? (CaseChangeResult.ClaimedByOther, c)
            : (CaseChangeResult.Done, c with { Status = CaseStatus.Claimed, ClaimedBy = by, Version = c.Version + 1 }));

    public Task<(CaseChangeResult Result, StoredCase? Case)> ReleaseAsync(string id, string by, CancellationToken cancellationToken) => Change(id, c =>
        c.ClaimedBy != by
            ? (c.ClaimedBy is null ? CaseChangeResult.NotClaimed : CaseChangeResult.ClaimedByOther, c)
            : (CaseChangeResult.Done, c with { Status = CaseStatus.Open, ClaimedBy = null, Version = c.Version + 1 }));

    public Task<(CaseChangeResult Result, StoredCase? Case)> CompleteAsync(
        string id, string by, string disposition, string? note, CancellationToken cancellationToken) => Change(id, c =>
        c.ClaimedBy != by
            ? (CaseChangeResult.NotClaimed, c)
            : (CaseChangeResult.Done, c with { Status = CaseStatus.Completed, Disposition = disposition, Note = note, Version = c.Version + 1 }));

    public Task<(CaseChangeResult Result, StoredCase? Case)> ReopenAsync(string id, string by, CancellationToken cancellationToken) => Change(id, c =>
        (CaseChangeResult.Completed, c));

    public Task<ImmutableArray<StoredCase>> UnannouncedAsync(int limit, CancellationToken cancellationToken) => Task.FromResult(ImmutableArray<StoredCase>.Empty);

    public Task AnnouncedAsync(ImmutableArray<string> ids, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<CaseCounts> CountsAsync(CancellationToken cancellationToken) => Task.FromResult(new CaseCounts(
        Cases.Values.Count(c => c.Status == CaseStatus.Open), Cases.Values.Count(c => c.Status == CaseStatus.Claimed), 0));

    Task<SendingState> ISendingSwitch.GetAsync(CancellationToken cancellationToken) => Task.FromResult(Sending);

    public Task<SendingState> SetAsync(bool stopped, string by, CancellationToken cancellationToken)
    {
        Sending = new SendingState { Stopped = stopped, Version = Sending.Version + 1, ChangedBy = by };
        return Task.FromResult(Sending);
    }

    public Task<ImmutableArray<(Grains.Contracts.Customers.CustomerKey Key, string Action)>> WaitingAsync(
        CxOrchestrator.Storage.Share share, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(ImmutableArray<(Grains.Contracts.Customers.CustomerKey, string)>.Empty);

    public Task<ImmutableArray<OutboxItem>> LeaseAsync(
        string owner, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken) => Task.FromResult(ImmutableArray<OutboxItem>.Empty);

    public Task CompleteAsync(string owner, ImmutableArray<DeliveryOutcome> outcomes, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<ImmutableArray<OutboxItem>> UnannouncedFailuresAsync(int limit, CancellationToken cancellationToken) => Task.FromResult(ImmutableArray<OutboxItem>.Empty);

    public Task FailuresAnnouncedAsync(ImmutableArray<string> actions, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<bool> RetryAsync(string action, CancellationToken cancellationToken)
    {
        var index = store.Actions.FindIndex(a => a.Action.Id == action && a.Status == ActionStatus.Dead);
        if (index < 0)
        {
            return Task.FromResult(false);
        }

        store.Actions[index] = store.Actions[index] with { Status = ActionStatus.Admitted, Attempts = 0 };
        return Task.FromResult(true);
    }

    public Task AddAsync(Grains.Runtime.Customers.DeadLetter letter, CancellationToken cancellationToken)
    {
        var id = Letters.Count + 1;
        Letters[id] = new StoredDeadLetter { Id = id, Letter = letter, Bytes = letter.Body.Length };
        return Task.CompletedTask;
    }

    public Task<Page<StoredDeadLetter>> ListAsync(string? reason, string? cursor, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(new Page<StoredDeadLetter>([.. Letters.Values.Where(l => reason is null || l.Letter.Reason == reason).Take(limit)], null));

    public Task<StoredDeadLetter?> GetAsync(long id, CancellationToken cancellationToken) => Task.FromResult(Letters.GetValueOrDefault(id));

    public async Task<bool> ReplayAsync(long id, LogItem item, CancellationToken cancellationToken)
    {
        if (Letters[id].ReplayedAt is not null)
        {
            return false;
        }

        await log.AppendAsync([item], cancellationToken);
        Letters[id] = Letters[id] with { ReplayedAt = GatewayHost.Start };
        return true;
    }

    private Task<(CaseChangeResult Result, StoredCase? Case)> Change(string id, Func<StoredCase, (CaseChangeResult Result, StoredCase Case)> change)
    {
        if (!Cases.TryGetValue(id, out var found))
        {
            return Task.FromResult<(CaseChangeResult, StoredCase?)>((CaseChangeResult.NotFound, null));
        }

        var (result, next) = change(found);
        Cases[id] = next;
        return Task.FromResult<(CaseChangeResult, StoredCase?)>((result, next));
    }
}
