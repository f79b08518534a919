using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>Quiet hours of some countries, in place of those that hold elsewhere.</summary>
public sealed record CountryHours
{
    /// <summary>Most entries.</summary>
    public const int Max = 100;

    /// <summary>Codes of two capital letters (ISO 3166-1).</summary>
    public required ImmutableArray<string> Countries { get; init; }

    public required TimeOnly From { get; init; }

    /// <summary>The first moment that is not quiet any more.</summary>
    public required TimeOnly To { get; init; }

    /// <summary>Days that are quiet from their beginning to their end.</summary>
    public ImmutableArray<DayOfWeek> Days { get; init; } = [];
}
