using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Silo.Storage;

/// <summary>A customer that drafts may be sent to.</summary>
public sealed record TestRecipient
{
    public required CustomerKey Key { get; init; }

    /// <summary>The account whose own customer it is; null: nobody's, a test customer for all.</summary>
    public string? Account { get; init; }

    public required string MarkedBy { get; init; }

    /// <summary>By the system's clock; given by the store.</summary>
    public DateTimeOffset MarkedAt { get; init; }
}

/// <summary>Customers that drafts may be sent to, and the sending to them and nobody else.</summary>
public interface ITestRecipients
{
    /// <summary>By customer.</summary>
    Task<ImmutableArray<TestRecipient>> ListAsync(CancellationToken cancellationToken);

    Task<TestRecipient> MarkAsync(TestRecipient recipient, CancellationToken cancellationToken);

    /// <summary>False where the customer was none.</summary>
    Task<bool> UnmarkAsync(CustomerKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Puts actions into the outbox, ready to be sent. Whether each customer is a test recipient is looked at in the same transaction: those that are
    /// not are given back, and then nothing was put in.
    /// </summary>
    Task<ImmutableArray<CustomerKey>> SendAsync(ImmutableArray<(CustomerKey Key, DecidedAction Action)> actions, CancellationToken cancellationToken);
}
