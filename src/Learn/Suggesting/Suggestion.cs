using System.Collections.Immutable;

namespace CxOrchestrator.Learn.Suggesting;

/// <summary>Rules, and how they warned.</summary>
public sealed record RuleSet(ImmutableArray<ExpectationRule> Rules, WarningFigures Figures);

/// <summary>What a search found.</summary>
public sealed record Suggestion
{
    /// <summary>The proposed rules, with their figures on the instances that were searched; null: none reaches the precision and the days.</summary>
    public RuleSet? Proposed { get; init; }

    /// <summary>The same rules on the last third of the time, which the search did not see.</summary>
    public WarningFigures? Later { get; init; }

    /// <summary>Sets that no other beats in precision and in days of warning, the most precise first.</summary>
    public ImmutableArray<RuleSet> Front { get; init; } = [];

    /// <summary>Instances whose outcome is known.</summary>
    public int Instances { get; init; }

    /// <summary>With the outcome.</summary>
    public int Bad { get; init; }

    /// <summary>Rules that were tried.</summary>
    public int Tried { get; init; }
}
