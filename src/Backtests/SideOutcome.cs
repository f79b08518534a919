namespace CxOrchestrator.Backtests;

/// <summary>What came of a customer under one set.</summary>
/// <param name="Happened">In order.</param>
/// <param name="Asks">Shared limits that its actions asked for.</param>
internal sealed record SideOutcome(List<Happening> Happened, List<LimitAsk> Asks)
{
    public static SideOutcome Nothing { get; } = new([], []);
}
