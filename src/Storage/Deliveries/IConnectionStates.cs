using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Deliveries;

/// <summary>What connections share over all silos: whether they are paused, whether they work, and their rates. Times by the system's clock.</summary>
public interface IConnectionStates
{
    /// <summary>The kind of the audit entries.</summary>
    const string AuditKind = "connection";

    /// <summary>Connections that were ever used, tested or paused.</summary>
    Task<ImmutableArray<ConnectionState>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Pauses or resumes; false, and nothing changed, where it is so already.</summary>
    Task<bool> SetPausedAsync(string connection, bool paused, AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Notes that the connection failed (since the first failure after a success), or works again.</summary>
    /// <param name="connection">Its id.</param>
    /// <param name="problem">What is wrong, in words; null: it works.</param>
    /// <param name="cancellationToken">Counts until it is written.</param>
    Task NoteAsync(string connection, string? problem, CancellationToken cancellationToken);

    /// <summary>
    /// Takes from what the connection may send in a second; all silos share it. What is not taken in a second is not added to the next.
    /// </summary>
    /// <param name="connection">Its id.</param>
    /// <param name="wanted">How many messages.</param>
    /// <param name="perSecond">The connection's rate.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many may be sent now: 0 to <paramref name="wanted"/>.</returns>
    Task<int> TakeAsync(string connection, int wanted, int perSecond, CancellationToken cancellationToken);
}

/// <summary>The state of a connection.</summary>
public sealed record ConnectionState
{
    public required string Connection { get; init; }

    public bool Paused { get; init; }

    public string? PausedBy { get; init; }

    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Null: it works, as far as is known.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    public string? LastError { get; init; }

    /// <summary>When it last worked.</summary>
    public DateTimeOffset? WorkedAt { get; init; }
}
