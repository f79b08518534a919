using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Silo.Erasure;

/// <summary>Dead letters of customers who were erased are counted and keep their place in the log, and nothing of what they say.</summary>
internal sealed class ErasedDeadLetters(IDeadLetters letters, ICustomerStore customers) : IDeadLetters
{
    /// <summary>Replaces the text of what was wrong.</summary>
    public const string Detail = "It came in after its customer was erased, and nothing of it is kept.";

    public async Task AddAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        var erased = letter.Customer is { } customer && await customers.LoadAsync(CustomerKey.For(new CustomerId(customer)), cancellationToken) is { Erased: { } mark } && mark.KeepsOut(letter.At);
        await letters.AddAsync(erased ? letter with { Customer = null, Detail = Detail, Body = default } : letter, cancellationToken);
    }

    public Task<Page<StoredDeadLetter>> ListAsync(string? reason, string? cursor, int limit, CancellationToken cancellationToken) => letters.ListAsync(reason, cursor, limit, cancellationToken);

    public Task<StoredDeadLetter?> GetAsync(long id, CancellationToken cancellationToken) => letters.GetAsync(id, cancellationToken);

    public Task<bool> ReplayAsync(long id, LogItem item, CancellationToken cancellationToken) => letters.ReplayAsync(id, item, cancellationToken);
}
