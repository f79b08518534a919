using System.Collections.Immutable;
using CxOrchestrator.Sources.Mapping;

namespace CxOrchestrator.Sources.Files;

/// <summary>What became of a row.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Events">In their order; none where the row cannot be read.</param>
/// <param name="Problem">Why it cannot be read, as a sentence; null: it can.</param>
public sealed record MappedRow(long Number, ImmutableArray<MappedEvent> Events, string? Problem)
{
    /// <summary>Why the row gives no touchpoint although no document drops it, as a sentence; null: it does.</summary>
    public string? Rejection => Problem ?? (Events.IsEmpty ? "The source document finds no event in the row." : Events.FirstOrDefault(e => e.Outcome == EventOutcome.Unmapped)?.Reason);

    /// <summary>Events that the source document drops.</summary>
    public int Dropped => Events.Count(e => e.Outcome == EventOutcome.Dropped);

    /// <summary>Touchpoints of the row.</summary>
    public int Touchpoints => Events.Sum(e => e.Touchpoints.Length);
}
