namespace CxOrchestrator.Rules.Guardrails;

/// <summary>Stops a policy that suddenly has far more actions admitted in an hour than it usually has at that time of the day.</summary>
public sealed record BreakerSettings
{
    /// <summary>How many days before the same hour is looked at.</summary>
    public const int Days = 7;

    /// <summary>Largest multiple.</summary>
    public const double TimesMax = 1_000;

    /// <summary>Largest floor.</summary>
    public const int FloorMax = 100_000_000;

    /// <summary>Multiple of the mean for the same hour of the last 7 days; a day without actions counts as 0.</summary>
    public double Times { get; init; } = 10;

    /// <summary>It never stops a policy below this number in an hour.</summary>
    public int Floor { get; init; } = 100;

    /// <summary>Most actions of an hour; one more stops the policy.</summary>
    /// <param name="sum">Of the same hour of those days.</param>
    public long Most(long sum) => Math.Max(Floor, (long)Math.Ceiling(Times * sum / Days));
}
