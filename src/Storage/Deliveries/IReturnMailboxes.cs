using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Deliveries;

/// <summary>
/// How far the mailboxes of connections are read, and what was found in them. One process at a time reads a mailbox; a second one would be harmless,
/// since a report is stored once. Times by the system's clock.
/// </summary>
public interface IReturnMailboxes
{
    /// <summary>Mailboxes that were ever read or tried, by connection.</summary>
    Task<ImmutableArray<ReturnMailbox>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Takes the reading on for a while; null where another process has it, or where the last reading ended less than <paramref name="every"/> ago.</summary>
    Task<ReturnMailbox?> LeaseAsync(string connection, string reader, TimeSpan lease, TimeSpan every, CancellationToken cancellationToken);

    /// <summary>Stores how far was read, adds what was found and extends the lease; false, and nothing is stored, where another process has the lease.</summary>
    Task<bool> AdvanceAsync(string connection, string reader, ReturnCursor cursor, ReturnCounts found, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Ends a reading that holds the lease.</summary>
    /// <param name="connection">Its id.</param>
    /// <param name="reader">Who read.</param>
    /// <param name="problem">Why the mailbox could not be read, in words; null: it was.</param>
    /// <param name="cancellationToken">Counts until it is written.</param>
    Task EndAsync(string connection, string reader, string? problem, CancellationToken cancellationToken);
}
