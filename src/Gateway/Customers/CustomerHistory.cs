using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Customers;

/// <summary>What is stored of a customer from the first input on.</summary>
internal static class CustomerHistory
{
    private const int PageSize = 500;

    /// <summary>Newest first, at most the number asked for; whether they reach down to the first input.</summary>
    public static async Task<(IReadOnlyList<HistoryEntry> Entries, bool Whole)> TailAsync(IReadModel store, CustomerKey key, int max, CancellationToken cancellationToken)
    {
        var history = await ReadAsync(store, key, max, cancellationToken);
        return (history, history is [.., { Sequence: 1 }]);
    }

    /// <summary>Newest first, down to the first input; empty where that is no longer stored, or where there are more than is asked for.</summary>
    public static async Task<IReadOnlyList<HistoryEntry>> WholeAsync(IReadModel store, CustomerKey key, int max, CancellationToken cancellationToken)
    {
        var history = await ReadAsync(store, key, max, cancellationToken);
        return history is [.., { Sequence: 1 }] ? history : [];
    }

    private static async Task<List<HistoryEntry>> ReadAsync(IReadModel store, CustomerKey key, int max, CancellationToken cancellationToken)
    {
        var history = new List<HistoryEntry>();
        while (history.Count < max)
        {
            var page = await store.HistoryAsync(key, history.Count == 0 ? null : history[^1].Sequence, PageSize, cancellationToken);
            history.AddRange(page);
            if (page.Length < PageSize)
            {
                break;
            }
        }

        return history;
    }
}
