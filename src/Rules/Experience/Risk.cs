using System.Collections.Immutable;
using Orleans;

namespace CxOrchestrator.Rules.Experience;

/// <summary>What risk is made of; a closed list.</summary>
public enum RiskPart : byte
{
    Mood = 1,
    OpenLowPoint = 2,
    MissedExpectations = 3,
    RepeatedContact = 4,
    Silence = 5,
}

/// <summary>One part of a risk, in points.</summary>
[GenerateSerializer, Immutable, Alias("cx.risk-contribution")]
public readonly record struct RiskContribution
{
    public RiskContribution(RiskPart part, double points)
    {
        Part = part;
        Points = points;
    }

    [Id(0)] public RiskPart Part { get; }

    /// <summary>0 to 100, rounded to 1 decimal.</summary>
    [Id(1)] public double Points { get; }
}

/// <summary>How likely the company is to lose the customer, 0 to 100, and why.</summary>
[GenerateSerializer, Immutable, Alias("cx.risk")]
public sealed record Risk
{
    public static Risk None { get; } = new() { Score = 0, Contributions = [] };

    /// <summary>The sum of the contributions, cut at 100; rounded to 1 decimal.</summary>
    [Id(0)] public required double Score { get; init; }

    /// <summary>Largest first; only those above 0.</summary>
    [Id(1)] public required ImmutableArray<RiskContribution> Contributions { get; init; }
}
