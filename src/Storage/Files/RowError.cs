namespace CxOrchestrator.Storage.Files;

/// <summary>A row of which no touchpoint came.</summary>
/// <param name="Row">1 for the first.</param>
/// <param name="Reason">A sentence, without what the row holds.</param>
public sealed record RowError(long Row, string Reason);
