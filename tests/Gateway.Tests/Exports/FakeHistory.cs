using System.Collections.Immutable;
using System.Text;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Tests.Exports;

/// <summary>Touchpoints of a history, one of each customer.</summary>
internal sealed class FakeHistory(IReadOnlyList<string> bodies) : IRecordedHistory
{
    public int Pages { get; private set; }

    public Task<ImmutableArray<RecordedTouchpoint>> PageAsync(RecordedPlace after, int limit, CancellationToken cancellationToken)
    {
        Pages++;
        var page = bodies.Skip((int)after.Sequence).Take(limit).Select((b, i) => new RecordedTouchpoint(new RecordedPlace($"default/c-{after.Sequence + i}", after.Sequence + i + 1), Encoding.UTF8.GetBytes(b)));
        return Task.FromResult(page.ToImmutableArray());
    }

    public Task<ImmutableArray<ReadOnlyMemory<byte>>> OfAsync(CustomerKey key, CancellationToken cancellationToken) => throw new NotSupportedException();
}
