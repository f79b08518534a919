using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies.Engines;

namespace CxOrchestrator.Rules.Policies;

/// <summary>A policy that something triggered, and whose conditions did not hold: why, with the values of that moment.</summary>
public sealed record Consideration
{
    public required string Policy { get; init; }

    public required int PolicyVersion { get; init; }

    /// <summary>Effective time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What triggered it, as text.</summary>
    public required string Because { get; init; }

    public string? Journey { get; init; }

    public string? Correlation { get; init; }

    /// <summary>Every condition, groups included, in the order of the document.</summary>
    public required ImmutableArray<ExplainedCondition> Conditions { get; init; }

    /// <param name="policy">What was triggered.</param>
    /// <param name="because">What triggered it, as text.</param>
    /// <param name="facts">Those of that moment.</param>
    /// <param name="fault">Why its conditions could not be decided; explaining them would fail as deciding did. Null: they could.</param>
    internal static Consideration Failed(PolicyDefinition policy, string because, Facts facts, PolicyFault? fault) => new()
    {
        Policy = policy.Id,
        PolicyVersion = policy.Version,
        At = facts.At,
        Because = because,
        Journey = facts.Instance?.Journey,
        Correlation = facts.Instance?.Correlation,
        Conditions = fault is null ? RuleClassLines.Conditions(policy, facts, out _) : [new(0, $"conditions could not be decided: {fault.Message}", null, Holds: false) { InTheWay = true }],
    };
}
