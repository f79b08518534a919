namespace CxOrchestrator.Rules.Guardrails;

/// <summary>What a policy may give away in a day, over all customers: an amount of its offers, or a number of actions.</summary>
public sealed record PolicyBudget
{
    /// <summary>Largest amount of a day.</summary>
    public const double AmountMax = 1_000_000_000;

    /// <summary>Most actions of a day.</summary>
    public const int ActionsMax = 100_000_000;

    /// <summary>In cents of <see cref="Currency"/>; null: actions are counted.</summary>
    public long? CentsPerDay { get; init; }

    /// <summary>ISO 4217; with <see cref="CentsPerDay"/>.</summary>
    public string? Currency { get; init; }

    /// <summary>Null: the amount of offers is counted.</summary>
    public int? ActionsPerDay { get; init; }

    /// <summary>Where the day begins and ends.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;
}
