namespace CxOrchestrator.Rules.Guardrails;

/// <summary>Policies of which one input fires at most one: the first by priority, then id, whose conditions hold and that nothing holds back.</summary>
public sealed record ExclusionGroup
{
    public required string Id { get; init; }

    /// <summary>After a winner no policy of the group acts for the customer for this long; null: only within the input.</summary>
    public TimeSpan? Window { get; init; }
}
