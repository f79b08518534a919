using CxOrchestrator.Definitions.Providers;

namespace CxOrchestrator.Sources.Mapping;

/// <summary>What the events of a delivery were enriched with.</summary>
/// <param name="At">When, by the journey's clock.</param>
/// <param name="Of">The content of the event at a place among the delivery's; null: it has none.</param>
public sealed record Enrichment(DateTimeOffset At, Func<int, QueryDocument?> Of);
