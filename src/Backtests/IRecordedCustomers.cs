using System.Collections.Immutable;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Backtests;

/// <summary>Touchpoints to simulate, customer by customer. Batches are read by one at a time; single customers by many threads.</summary>
public interface IRecordedCustomers
{
    /// <summary>How many there are; null: not known.</summary>
    long? Customers { get; }

    /// <summary>Batches of customers, each once, with all of their touchpoints in the order in which they were recorded.</summary>
    IAsyncEnumerable<ImmutableArray<RecordedCustomer>> BatchesAsync(CancellationToken cancellationToken);

    /// <summary>A customer of a batch once more.</summary>
    Task<RecordedCustomer> ReadAsync(string key, CancellationToken cancellationToken);
}

/// <param name="Key">By which it is found again.</param>
/// <param name="Bodies">Touchpoints as JSON.</param>
public readonly record struct RecordedCustomer(string Key, ImmutableArray<ReadOnlyMemory<byte>> Bodies)
{
    /// <summary>Reads the texts of what was never applied; null where bodies are inputs, which have what was read at the time.</summary>
    public ITextReader? Texts { get; init; }

    /// <summary>A touchpoint of its bodies; null where it cannot be read.</summary>
    public Touchpoint? Read(ReadOnlyMemory<byte> body) => TouchpointJson.ReadStored(body.Span).Touchpoint?.WithReading(Texts);
}
