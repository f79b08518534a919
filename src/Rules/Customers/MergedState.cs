namespace CxOrchestrator.Rules.Customers;

/// <summary>What two customers become.</summary>
/// <param name="State">As one customer.</param>
/// <param name="Exact">It is the fold of both histories; false: it was combined from what each state held.</param>
public sealed record MergedState(CustomerState State, bool Exact);
