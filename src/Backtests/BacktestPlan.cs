using System.Collections.Frozen;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Backtests;

/// <summary>What is compared over which time.</summary>
public sealed record BacktestPlan
{
    /// <summary>The published set.</summary>
    public required CompiledDefinitions Before { get; init; }

    /// <summary>The set with the documents that are tried.</summary>
    public required CompiledDefinitions After { get; init; }

    /// <summary>Whom the two sets may treat differently.</summary>
    public PolicyDifference Difference { get; init; } = PolicyDifference.Unknown;

    /// <summary>Policies of which the figures tell.</summary>
    public required FrozenSet<string> Focus { get; init; }

    /// <summary>First moment that counts.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Where time ends, not included.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Within the period.</summary>
    public bool Counts(DateTimeOffset at) => at >= From && at < Until;

    /// <summary>The policy's name in either set.</summary>
    public string NameOf(string policy) => (After.Policy(policy) ?? Before.Policy(policy))?.Name ?? policy;
}
