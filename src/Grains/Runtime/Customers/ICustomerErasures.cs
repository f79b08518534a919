using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>
/// Customers who were erased. Of each a keyed hash of its id is kept, and the positions in the log up to which its touchpoints were counted:
/// what comes in late is known by the hash and counted once.
/// </summary>
public interface ICustomerErasures
{
    /// <summary>
    /// Removes the customer's row and all that acts on it, and leaves the mark, in one transaction. An erasure of the customer that is under way
    /// is given back as it is. Null: the row has another version.
    /// </summary>
    Task<ErasureMark?> BeginAsync(CustomerErasure erasure, CancellationToken cancellationToken);

    /// <summary>Counts touchpoints that came in late. False: the mark has another version, and nothing was written.</summary>
    Task<bool> CountAsync(ErasedCount count, CancellationToken cancellationToken);

    /// <summary>Lets the customer come back. Null: it was not erased, or may come back already.</summary>
    Task<ErasureMark?> ReadmitAsync(CustomerKey key, string by, CancellationToken cancellationToken);
}

/// <summary>What is left of a customer who was erased.</summary>
public sealed record ErasureMark
{
    /// <summary>Names the erasure without saying whose it is.</summary>
    public required long Number { get; init; }

    /// <summary>Grows by one with every change.</summary>
    public required long Version { get; init; }

    /// <summary>When, by the journey's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Touchpoints that happened after the erasure are taken again.</summary>
    public required bool Readmitted { get; init; }

    /// <summary>How far the customer's touchpoints are counted.</summary>
    public required ImmutableArray<LogPosition> Positions { get; init; }

    /// <summary>A touchpoint of that time stays out.</summary>
    public bool KeepsOut(DateTimeOffset at) => !Readmitted || at <= At;
}

/// <summary>An erasure that begins.</summary>
public sealed record CustomerErasure
{
    public required CustomerKey Key { get; init; }

    /// <summary>Version that the customer's row must have; 0: there must be none.</summary>
    public required long ExpectedVersion { get; init; }

    /// <summary>How far the customer's touchpoints were counted.</summary>
    public required ImmutableArray<LogPosition> Positions { get; init; }

    /// <summary>By the journey's clock.</summary>
    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }
}

/// <summary>Touchpoints that came in after their customer was erased.</summary>
public sealed record ErasedCount
{
    public required CustomerKey Key { get; init; }

    /// <summary>Version that the mark must have.</summary>
    public required long ExpectedVersion { get; init; }

    /// <summary>How far they are counted now.</summary>
    public required ImmutableArray<LogPosition> Positions { get; init; }

    public required ImmutableArray<LedgerCount> Ledger { get; init; }
}

/// <summary>What a customer said of a channel, and in which touchpoint.</summary>
public sealed record StoredConsent
{
    /// <summary>Of the input that said it.</summary>
    public required long Sequence { get; init; }

    /// <summary>The touchpoint's own time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>By the journey's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>In lower case; <c>all</c>: every channel.</summary>
    public required string Channel { get; init; }

    /// <summary><c>service</c> or <c>promotion</c>; null: every purpose.</summary>
    public string? Purpose { get; init; }

    /// <summary>Agreed, refused, or null where an earlier answer was taken back.</summary>
    public required bool? Agreed { get; init; }

    public required string Source { get; init; }

    /// <summary>Of the touchpoint.</summary>
    public required string Id { get; init; }

    public required string Type { get; init; }

    /// <summary>What was said with it; null: nothing.</summary>
    public string? Reason { get; init; }
}
