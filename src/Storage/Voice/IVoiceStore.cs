using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Storage.Voice;

/// <summary>
/// What customers said, in the order it was stored. Each remark is written with the touchpoint that it came in, so it is here exactly once; it goes with the
/// customer's history. Every question is about a bounded time, which an index finds.
/// </summary>
public interface IVoiceStore
{
    /// <summary>Most groups of a count; beyond it those with the fewest remarks are left out.</summary>
    const int GroupsMax = 50_000;

    /// <summary>Counts remarks by the grouping and, within it, by the reasons they have together.</summary>
    Task<ImmutableArray<RemarkCount>> CountAsync(RemarkQuery query, RemarkGrouping by, CancellationToken cancellationToken);

    /// <summary>A page of remarks.</summary>
    /// <exception cref="ArgumentException">The cursor is of another list.</exception>
    Task<Page<NumberedRemark>> ListAsync(RemarkQuery query, RemarkOrder order, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>Own time of the earliest remark; null: there is none.</summary>
    Task<DateTimeOffset?> FirstAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Keeps what a person says that a remark means, as an example, and shows the remark so from here on. The input in the history stays as it is. A further
    /// correction takes the place of the one before.
    /// </summary>
    /// <returns>The remark as it is now; null where the customer's history has no remark at that place.</returns>
    Task<NumberedRemark?> CorrectAsync(CustomerKey key, long sequence, NewCorrection correction, CancellationToken cancellationToken);

    /// <summary>Corrections, the latest first.</summary>
    Task<Page<StoredCorrection>> CorrectionsAsync(string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>The same of one customer's history.</summary>
    Task<Page<StoredCorrection>> CorrectionsOfAsync(CustomerKey key, string? cursor, int limit, CancellationToken cancellationToken);
}
