using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Channels.Tests.Dispatch;

/// <summary>Reports in memory.</summary>
internal sealed class FakeDeliveries : IDeliveries
{
    public List<NewStep> Reported { get; } = [];

    /// <summary>The action of the newest delivery to an address.</summary>
    public Dictionary<string, string> Latest { get; } = [];

    /// <summary>Messages that left, by action.</summary>
    public Dictionary<string, Storage.Deliveries.Delivery> Left { get; } = [];

    public Task<int> ReportAsync(ImmutableArray<NewStep> steps, CancellationToken cancellationToken)
    {
        // As the stores do: the same report again changes nothing.
        var fresh = steps.DistinctBy(s => (s.Reporter, s.EventId)).Where(s => !Reported.Exists(r => (r.Reporter, r.EventId) == (s.Reporter, s.EventId))).ToList();
        Reported.AddRange(fresh);
        return Task.FromResult(fresh.Count);
    }

    public Task<ImmutableArray<StoredStep>> StepsAsync(string action, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<StoredStep>>([.. Reported.Where(r => r.Action == action).Select((r, i) => new StoredStep(i, r, r.Reporter, r.Address))]);

    public Task BeginAsync(string owner, ImmutableArray<(string Action, string Connection)> sends, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Storage.Deliveries.Delivery?> FindAsync(string action, CancellationToken cancellationToken) => Task.FromResult(Left.GetValueOrDefault(action));

    public Task<SentMessage?> MessageAsync(string action, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Page<Storage.Deliveries.Delivery>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Storage.Deliveries.Delivery?> LatestToAsync(string connection, string address, CancellationToken cancellationToken) => Task.FromResult(
        Latest.TryGetValue(address, out var action)
            ? new Storage.Deliveries.Delivery
            {
                Action = action,
                Number = 1,
                Key = CustomerKey.For(new CustomerId("c-1")),
                Connection = connection,
                Channel = "sms",
                Address = address,
                SentAt = DateTimeOffset.UnixEpoch,
                Step = DeliveryStep.Accepted,
            }
            : null);

    public Task<ImmutableArray<(StoredStep Step, OutboxItem Item)>> UnannouncedAsync(int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task AnnouncedAsync(ImmutableArray<long> numbers, CancellationToken cancellationToken) => throw new NotSupportedException();
}
