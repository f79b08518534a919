using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Silo.Telemetry;

/// <summary>Counts what came of sends, once it is stored.</summary>
internal sealed class MeasuredOutbox(IOutbox outbox, SiloMetrics metrics) : IOutbox
{
    public Task<ImmutableArray<(CustomerKey Key, string Action)>> WaitingAsync(Share share, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        outbox.WaitingAsync(share, now, limit, cancellationToken);

    public Task<ImmutableArray<OutboxItem>> LeaseAsync(string owner, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken) =>
        outbox.LeaseAsync(owner, now, lease, limit, cancellationToken);

    public async Task CompleteAsync(string owner, ImmutableArray<DeliveryOutcome> outcomes, CancellationToken cancellationToken)
    {
        await outbox.CompleteAsync(owner, outcomes, cancellationToken);
        foreach (var outcome in outcomes)
        {
            metrics.Sent(outcome);
        }
    }

    public Task<ImmutableArray<OutboxItem>> UnannouncedFailuresAsync(int limit, CancellationToken cancellationToken) => outbox.UnannouncedFailuresAsync(limit, cancellationToken);

    public Task FailuresAnnouncedAsync(ImmutableArray<string> actions, CancellationToken cancellationToken) => outbox.FailuresAnnouncedAsync(actions, cancellationToken);

    public Task<bool> RetryAsync(string action, CancellationToken cancellationToken) => outbox.RetryAsync(action, cancellationToken);
}
