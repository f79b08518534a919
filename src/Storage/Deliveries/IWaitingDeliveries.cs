using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Deliveries;

/// <summary>
/// Deliveries that were accepted and whose events are not enriched yet, and those that could not be: dead letters. One process at a time works on
/// those of a connection; a second one would be harmless, since what comes twice has the same ids. Times by the system's clock.
/// </summary>
public interface IWaitingDeliveries
{
    /// <summary>Most deliveries of a connection that wait; a further one is not taken.</summary>
    const int WaitingMax = 10_000;

    /// <summary>Most bytes of their bodies.</summary>
    const long WaitingBytesMax = 256L << 20;

    /// <summary>Most dead letters of a connection; the oldest go first.</summary>
    const int DeadMax = 1_000;

    /// <summary>How long a dead letter is kept, and how long a delivery waits at most: a connection may be disabled, or be gone.</summary>
    static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    /// <summary>Stores a delivery; false, and nothing is stored, where as many as may be wait.</summary>
    Task<bool> AddAsync(NewWaitingDelivery delivery, CancellationToken cancellationToken);

    /// <summary>Connections of which a delivery is due.</summary>
    Task<ImmutableArray<string>> DueAsync(CancellationToken cancellationToken);

    /// <summary>Takes the deliveries of a connection on for a while; false where another process has them, or the system may not be called yet.</summary>
    /// <param name="connection">Its id.</param>
    /// <param name="reader">Who takes them on.</param>
    /// <param name="lease">From now on.</param>
    /// <param name="cancellationToken">Counts until it is written.</param>
    /// <returns>Whether it is taken on, and when the system may be called, in the form of the one who calls; null: it never was.</returns>
    Task<(bool Taken, string? Cursor)> LeaseAsync(string connection, string reader, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Stores when the system may be called and extends the lease; false, and nothing is stored, where another process has it.</summary>
    Task<bool> AdvanceAsync(string connection, string reader, string cursor, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Ends the work of a process that holds the lease.</summary>
    /// <param name="connection">Its id.</param>
    /// <param name="reader">Who worked.</param>
    /// <param name="dueAt">When it goes on; null: as soon as a delivery is due.</param>
    /// <param name="cancellationToken">Counts until it is written.</param>
    Task EndAsync(string connection, string reader, DateTimeOffset? dueAt, CancellationToken cancellationToken);

    /// <summary>Numbers of a connection's deliveries that are due, those that are due longest first.</summary>
    Task<ImmutableArray<long>> DueOfAsync(string connection, int max, CancellationToken cancellationToken);

    /// <summary>Null where there is none, or it is done.</summary>
    Task<WaitingDelivery?> GetAsync(string connection, long number, CancellationToken cancellationToken);

    /// <summary>Notes a try that failed.</summary>
    Task FailedAsync(long number, string problem, DateTimeOffset dueAt, CancellationToken cancellationToken);

    /// <summary>Makes a delivery that waits a dead letter. What is beyond <see cref="DeadMax"/> of its connection then goes.</summary>
    Task DeadLetterAsync(long number, string problem, CancellationToken cancellationToken);

    /// <summary>Removes a delivery that is done.</summary>
    Task RemoveAsync(long number, CancellationToken cancellationToken);

    /// <summary>Removes a dead letter; false where there is none.</summary>
    Task<bool> RemoveDeadAsync(string connection, long number, CancellationToken cancellationToken);

    /// <summary>Has a dead letter wait again, as if it had just arrived; false where there is none.</summary>
    /// <param name="connection">Its id.</param>
    /// <param name="number">Of the dead letter.</param>
    /// <param name="plain">It is mapped without being enriched.</param>
    /// <param name="cancellationToken">Counts until it is written.</param>
    Task<bool> RetryAsync(string connection, long number, bool plain, CancellationToken cancellationToken);

    /// <summary>Has all dead letters of a connection wait again, and gives how many.</summary>
    Task<int> RetryAllAsync(string connection, CancellationToken cancellationToken);

    /// <summary>Dead letters of a connection, newest first, without their bodies.</summary>
    /// <param name="connection">Its id.</param>
    /// <param name="before">Only those with a smaller number; null: all.</param>
    /// <param name="limit">Most of them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<ImmutableArray<WaitingDelivery>> DeadAsync(string connection, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>Of connections that have any.</summary>
    Task<ImmutableArray<WaitingCount>> CountsAsync(CancellationToken cancellationToken);

    /// <summary>Removes dead letters that are kept no longer, and makes those of deliveries that waited too long.</summary>
    Task TrimAsync(CancellationToken cancellationToken);
}
