using System.Collections.Immutable;
using CxOrchestrator.Grains.Runtime.Customers;

namespace CxOrchestrator.Storage;

/// <summary>Inputs that could not be applied.</summary>
public interface IDeadLetters
{
    /// <summary>Stores it and counts it as rejected, in one transaction; one of the same origin that is there already changes nothing.</summary>
    Task AddAsync(DeadLetter letter, CancellationToken cancellationToken);

    /// <summary>Newest first, after the cursor; without their bodies, which may be long.</summary>
    Task<Page<StoredDeadLetter>> ListAsync(string? reason, string? cursor, int limit, CancellationToken cancellationToken);

    Task<StoredDeadLetter?> GetAsync(long id, CancellationToken cancellationToken);

    /// <summary>
    /// Appends the body (corrected, where given) to the log and marks the letter replayed, in one transaction. False where it was replayed before.
    /// The caller has read the body and found it good.
    /// </summary>
    Task<bool> ReplayAsync(long id, Log.LogItem item, CancellationToken cancellationToken);
}

/// <summary>A dead letter with its number.</summary>
public sealed record StoredDeadLetter
{
    public required long Id { get; init; }

    /// <summary>Its body is empty in a list.</summary>
    public required DeadLetter Letter { get; init; }

    /// <summary>Length of the body.</summary>
    public required long Bytes { get; init; }

    /// <summary>By the journey's clock; null while it waits.</summary>
    public DateTimeOffset? ReplayedAt { get; init; }

    public StoredDeadLetter With(byte[] body) => this with { Letter = Letter with { Body = body } };
}

/// <summary>One page of a list, and the cursor of the next; null at the end.</summary>
public sealed record Page<T>(ImmutableArray<T> Items, string? Next);
