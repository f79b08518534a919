namespace CxOrchestrator.Api.Customers;

/// <summary>A customer's live state: <c>GET /v1/customers/{customer}</c>. Mood, pressure and risk are as of <see cref="AsOf"/>.</summary>
public sealed record CustomerView
{
    public required string Customer { get; init; }

    [Sensitive(SensitiveKind.Text)]
    public string? Name { get; init; }

    public string? Language { get; init; }

    /// <summary>IANA name.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Segment that the upstream system says.</summary>
    public string? Segment { get; init; }

    /// <summary>Defined segments the customer is in now, by id.</summary>
    public required IReadOnlyList<string> Segments { get; init; }

    public double? LifetimeValue { get; init; }

    public string? Currency { get; init; }

    /// <summary>Per channel; a channel not named was never answered.</summary>
    public required IReadOnlyDictionary<string, bool> Consent { get; init; }

    /// <summary>Channels on which nothing reaches the customer now: they unsubscribed, or their address bounced.</summary>
    public IReadOnlyList<ClosedChannelView> ClosedChannels { get; init; } = [];

    [Sensitive(SensitiveKind.Values)]
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>-1 to 1.</summary>
    public required double Mood { get; init; }

    /// <summary>0 and up.</summary>
    public required double Pressure { get; init; }

    /// <summary>Peak-end, -1 to 1; null before any experience.</summary>
    public double? Remembered { get; init; }

    public required RiskView Risk { get; init; }

    /// <summary>On the board: an open low point, or risk of 60 and more.</summary>
    public required bool AtRisk { get; init; }

    /// <summary>The worst open low point; null where none is open.</summary>
    public LowPointView? LowPoint { get; init; }

    /// <summary>Open and recent low points, newest first.</summary>
    public required IReadOnlyList<LowPointView> LowPoints { get; init; }

    public required IReadOnlyList<HighPointView> HighPoints { get; init; }

    /// <summary>Open instances first, then the latest ended ones.</summary>
    public required IReadOnlyList<JourneyView> Journeys { get; init; }

    /// <summary>Customers who were merged into this one.</summary>
    public IReadOnlyList<MergedView> Merged { get; init; } = [];

    /// <summary>Touchpoints applied.</summary>
    public required long Touchpoints { get; init; }

    public DateTimeOffset? LastTouchpointAt { get; init; }

    /// <summary>Latest moments of mood, oldest first, for a sparkline.</summary>
    public required IReadOnlyList<MoodView> MoodTrail { get; init; }

    /// <summary>Grows with every stored input: of two views the larger is newer.</summary>
    public required long Version { get; init; }

    /// <summary>By the journey's clock.</summary>
    public required DateTimeOffset AsOf { get; init; }
}

public sealed record RiskView
{
    /// <summary>0 to 100.</summary>
    public required double Score { get; init; }

    /// <summary>Largest first.</summary>
    public required IReadOnlyList<RiskContributionView> Contributions { get; init; }
}

public sealed record RiskContributionView
{
    /// <summary>mood, openLowPoint, missedExpectations, repeatedContact, silence.</summary>
    public required string Part { get; init; }

    /// <summary>As text: "2 expectations missed in 30 days".</summary>
    public required string Text { get; init; }

    public required double Points { get; init; }
}

public sealed record LowPointView
{
    public string? Journey { get; init; }

    /// <summary>The journey's name for people.</summary>
    public string? JourneyName { get; init; }

    public string? Correlation { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>recovered, faded; null while open.</summary>
    public string? Outcome { get; init; }

    /// <summary>The heaviest cause.</summary>
    public required CauseView Cause { get; init; }

    /// <summary>Heaviest first.</summary>
    public required IReadOnlyList<CauseView> Causes { get; init; }

    /// <summary>0 to 1.</summary>
    public required double Depth { get; init; }
}

public sealed record HighPointView
{
    public string? Journey { get; init; }

    public string? JourneyName { get; init; }

    public string? Correlation { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public required CauseView Cause { get; init; }

    /// <summary>0 to 1.</summary>
    public required double Height { get; init; }
}

public sealed record CauseView
{
    /// <summary>critical, expectationMissed, feedback, mood, pressure.</summary>
    public required string Kind { get; init; }

    /// <summary>As text: "Delivery date missed".</summary>
    public required string Text { get; init; }

    /// <summary>Type of the touchpoint behind it.</summary>
    public required string Type { get; init; }

    /// <summary>0 to 1.</summary>
    public required double Weight { get; init; }

    public required DateTimeOffset At { get; init; }
}

public sealed record JourneyView
{
    public required string Journey { get; init; }

    public required string Name { get; init; }

    public string? Correlation { get; init; }

    public required string Stage { get; init; }

    public required string StageName { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>open, ended, left.</summary>
    public required string Status { get; init; }

    public DateTimeOffset? GoalAt { get; init; }

    /// <summary>All stages of the journey, in order.</summary>
    public required IReadOnlyList<StageView> Stages { get; init; }

    public required IReadOnlyList<ExpectationView> Expectations { get; init; }
}

public sealed record StageView
{
    public required string Stage { get; init; }

    public required string Name { get; init; }

    /// <summary>passed, current, skipped, ahead.</summary>
    public required string State { get; init; }

    public bool Goal { get; init; }
}

public sealed record ExpectationView
{
    public required string Expectation { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    /// <summary>waiting, missed, met.</summary>
    public required string Status { get; init; }
}

public sealed record MoodView
{
    public required DateTimeOffset At { get; init; }

    public required double Mood { get; init; }
}

/// <summary>A hit of <c>GET /v1/search?q=</c>.</summary>
public sealed record SearchHit
{
    /// <summary>customer, policy, journey, case.</summary>
    public required string Kind { get; init; }

    public required string Id { get; init; }

    public string? Name { get; init; }

    /// <summary>The identity by which a customer was found, such as <c>email: ann@example.com</c>; null: by the id or the name.</summary>
    [Sensitive(SensitiveKind.Text)]
    public string? FoundBy { get; init; }
}
