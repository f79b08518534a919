using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>A policy that something set off, and whose conditions did not hold: why, with the values of that moment.</summary>
public sealed record Consideration
{
    public required string Policy { get; init; }

    public required int PolicyVersion { get; init; }

    /// <summary>Effective time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What set it off, in words.</summary>
    public required string Because { get; init; }

    public string? Journey { get; init; }

    public string? Correlation { get; init; }

    /// <summary>Every condition, groups included, in the order of the document.</summary>
    public required ImmutableArray<ExplainedCondition> Conditions { get; init; }

    internal static Consideration Failed(PolicyDefinition policy, string because, Facts facts) => new()
    {
        Policy = policy.Id,
        PolicyVersion = policy.Version,
        At = facts.At,
        Because = because,
        Journey = facts.Instance?.Journey,
        Correlation = facts.Instance?.Correlation,
        Conditions = Explanations.Conditions(policy.When, facts),
    };
}
