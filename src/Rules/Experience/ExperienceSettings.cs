namespace CxOrchestrator.Rules.Experience;

/// <summary>The numbers behind mood, pressure and risk, one set for all journeys.</summary>
public sealed record ExperienceSettings
{
    public static ExperienceSettings Default { get; } = new();

    public int Version { get; init; }

    /// <summary>After this long a touchpoint weighs half in mood.</summary>
    public TimeSpan MoodHalfLife { get; init; } = TimeSpan.FromDays(7);

    /// <summary>After this long a bad experience weighs half in pressure.</summary>
    public TimeSpan PressureHalfLife { get; init; } = TimeSpan.FromDays(2);

    /// <summary>Weight of an imagined neutral touchpoint, so that one event does not decide all.</summary>
    public double NeutralWeight { get; init; } = 0.5;

    public RiskWeights Risk { get; init; } = new();
}

/// <summary>Points of risk; the sum is cut at 100.</summary>
public sealed record RiskWeights
{
    /// <summary>Times the mood below zero.</summary>
    public double Mood { get; init; } = 40;

    /// <summary>For an open low point.</summary>
    public double OpenLowPoint { get; init; } = 25;

    /// <summary>For each expectation missed within <see cref="MissedWithin"/> ...</summary>
    public double Missed { get; init; } = 15;

    /// <summary>... up to this.</summary>
    public double MissedMax { get; init; } = 30;

    public TimeSpan MissedWithin { get; init; } = TimeSpan.FromDays(30);

    /// <summary>For each contact after the first within <see cref="ContactsWithin"/> ...</summary>
    public double RepeatedContact { get; init; } = 10;

    /// <summary>... up to this.</summary>
    public double RepeatedContactMax { get; init; } = 20;

    public TimeSpan ContactsWithin { get; init; } = TimeSpan.FromDays(7);

    /// <summary>For silence with an instance open: grows evenly from <see cref="SilenceFrom"/> to its full weight at <see cref="SilenceFull"/>.</summary>
    public double SilenceMax { get; init; } = 10;

    public TimeSpan SilenceFrom { get; init; } = TimeSpan.FromDays(7);

    public TimeSpan SilenceFull { get; init; } = TimeSpan.FromDays(30);

    /// <summary>From this risk on a customer is at risk, low point or not.</summary>
    public double AtRisk { get; init; } = 60;
}
