namespace CxOrchestrator.Rules.Customers;

/// <summary>What a merged customer becomes when a merge is undone.</summary>
/// <param name="States">Both customers.</param>
/// <param name="Exact">Each is the fold of its own touchpoints; false: it is what it was before the merge, with what came since.</param>
public sealed record PartedStates(Both<CustomerState> States, bool Exact);
