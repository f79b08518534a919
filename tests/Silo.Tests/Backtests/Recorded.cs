using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CxOrchestrator.Backtests;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Silo.Tests.Backtests;

/// <summary>Touchpoints of a test, customer by customer.</summary>
internal sealed class Recorded(IEnumerable<Touchpoint> touchpoints) : IRecordedCustomers
{
    private readonly Dictionary<string, ImmutableArray<ReadOnlyMemory<byte>>> _customers = touchpoints
        .GroupBy(t => t.Customer.Value).ToDictionary(g => g.Key, g => g.Select(t => (ReadOnlyMemory<byte>)TouchpointJson.Write(t)).ToImmutableArray());

    /// <summary>Called before each batch; may throw.</summary>
    public Action<int> Reading { get; init; } = _ => { };

    public long? Customers => _customers.Count;

    public async IAsyncEnumerable<ImmutableArray<RecordedCustomer>> BatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var (number, key) in _customers.Keys.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Reading(number);
            yield return [new RecordedCustomer(key, _customers[key])];
        }
    }

    public Task<RecordedCustomer> ReadAsync(string key, CancellationToken cancellationToken) => Task.FromResult(new RecordedCustomer(key, _customers[key]));
}
