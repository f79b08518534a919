using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Backtests;

/// <summary>What was recorded here.</summary>
/// <param name="history">Read in pages.</param>
/// <param name="customers">About how many customers there are; null: not known.</param>
public sealed class HistoryCustomers(IRecordedHistory history, long? customers) : IRecordedCustomers
{
    private const int PageSize = 4_000;

    public long? Customers => customers;

    public async IAsyncEnumerable<ImmutableArray<RecordedCustomer>> BatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (after, key) = (RecordedPlace.Start, "");
        var bodies = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        var batch = ImmutableArray.CreateBuilder<RecordedCustomer>();
        while (true)
        {
            var page = await history.PageAsync(after, PageSize, cancellationToken);
            foreach (var touchpoint in page)
            {
                if (touchpoint.Place.Key != key && bodies.Count > 0)
                {
                    batch.Add(new(key, bodies.DrainToImmutable()));
                }

                key = touchpoint.Place.Key;
                bodies.Add(touchpoint.Body);
            }

            var end = page.Length < PageSize;
            if (end && bodies.Count > 0)
            {
                batch.Add(new(key, bodies.DrainToImmutable()));
            }

            if (batch.Count > 0)
            {
                yield return batch.DrainToImmutable();
            }

            if (end)
            {
                yield break;
            }

            after = page[^1].Place;
        }
    }

    public async Task<RecordedCustomer> ReadAsync(string key, CancellationToken cancellationToken) =>
        new(key, await history.OfAsync(CustomerKey.Parse(key), cancellationToken));
}
