using System.Collections.Concurrent;
using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Silo.Tests.Dispatch;

/// <summary>An outbox whose store fails where the test says so.</summary>
internal sealed class FlakyOutbox(IOutbox outbox) : IOutbox
{
    private readonly Moments _completed = new("outcomes to be stored");

    public Exception? LeaseFails { get; set; }

    public Exception? CompleteFails { get; set; }

    /// <summary>Outcomes that <see cref="CompleteFails"/> is for; all where the test says nothing.</summary>
    public Func<DeliveryOutcome, bool> CompleteFailsFor { get; set; } = _ => true;

    /// <summary>A lease is waited for until this is done or the wait is cancelled.</summary>
    public Task LeaseWaits { get; set; } = Task.CompletedTask;

    public ConcurrentQueue<int> Asked { get; } = new();

    /// <summary>Completes when outcomes were stored, or could not be; each is counted once.</summary>
    public Task CompletedAsync(int times = 1) => _completed.NextAsync(times);

    public Task<ImmutableArray<(CustomerKey Key, string Action)>> WaitingAsync(Share share, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        LeaseFails is { } failure ? throw failure : outbox.WaitingAsync(share, now, limit, cancellationToken);

    public async Task<ImmutableArray<OutboxItem>> LeaseAsync(string owner, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken)
    {
        Asked.Enqueue(limit);
        await LeaseWaits.WaitAsync(cancellationToken);
        return await (LeaseFails is { } failure ? throw failure : outbox.LeaseAsync(owner, now, lease, limit, cancellationToken));
    }

    public async Task CompleteAsync(string owner, ImmutableArray<DeliveryOutcome> outcomes, CancellationToken cancellationToken)
    {
        try
        {
            await (CompleteFails is { } failure && outcomes.Any(CompleteFailsFor) ? throw failure : outbox.CompleteAsync(owner, outcomes, cancellationToken));
        }
        finally
        {
            _completed.Add();
        }
    }

    public Task<ImmutableArray<OutboxItem>> UnannouncedFailuresAsync(int limit, CancellationToken cancellationToken) => outbox.UnannouncedFailuresAsync(limit, cancellationToken);

    public Task FailuresAnnouncedAsync(ImmutableArray<string> actions, CancellationToken cancellationToken) => outbox.FailuresAnnouncedAsync(actions, cancellationToken);

    public Task<bool> RetryAsync(string action, CancellationToken cancellationToken) => outbox.RetryAsync(action, cancellationToken);
}
