namespace CxOrchestrator.Api.Learning;

/// <summary>What to warn of: <c>POST /v1/warning-searches</c>.</summary>
public sealed record WarningSearchRequest
{
    /// <summary>A type of touchpoint with conditions: <c>review.submitted where csat atMost 2</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Half of the right warnings have to come as many days before the outcome, 0 to 365. Default: 7.</summary>
    public double? Days { get; init; }

    /// <summary>Share of warnings that have to be right, 0 to 1. Default: 0.75.</summary>
    public double? Precision { get; init; }

    /// <summary>Id of the journey; null: the one with the most known outcomes.</summary>
    public string? Journey { get; init; }
}

/// <summary>A search for warnings: <c>GET /v1/warning-searches/{id}</c>; in lists without its report.</summary>
public sealed record WarningSearchView
{
    public required string Id { get; init; }

    public required string Outcome { get; init; }

    public required double Days { get; init; }

    public required double Precision { get; init; }

    public string? Journey { get; init; }

    /// <summary>waiting, running, done, cancelled, failed.</summary>
    public required string State { get; init; }

    public required WarningSearchProgress Progress { get; init; }

    /// <summary>Why it failed, and what to do.</summary>
    public string? Failure { get; init; }

    public required string StartedBy { get; init; }

    /// <summary>By the system's clock, as the next.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Null until it is done.</summary>
    public WarningSearchReport? Report { get; init; }
}

/// <summary>How far a search is.</summary>
public sealed record WarningSearchProgress
{
    /// <summary>waiting, reading, searching, trying, done.</summary>
    public required string Step { get; init; }

    /// <summary>Customers done in this step.</summary>
    public required long Customers { get; init; }

    /// <summary>About how many there are; null: not known yet.</summary>
    public long? CustomersTotal { get; init; }
}

/// <summary>What a search found.</summary>
public sealed record WarningSearchReport
{
    /// <summary>Id of the journey.</summary>
    public required string Journey { get; init; }

    public required string JourneyName { get; init; }

    /// <summary>Version of its document that the texts are made from.</summary>
    public required int JourneyVersion { get; init; }

    public required long Touchpoints { get; init; }

    public required long Customers { get; init; }

    /// <summary>Only some customers were read, drawn by a hash of their ids.</summary>
    public bool Sampled { get; init; }

    /// <summary>Instances of the journey whose outcome is known.</summary>
    public required int Instances { get; init; }

    /// <summary>Those of them with the outcome.</summary>
    public required int Bad { get; init; }

    /// <summary>Sets of waits that were tried.</summary>
    public required int Tried { get; init; }

    /// <summary>Sets that no other beats in precision and in days of warning, the most precise first.</summary>
    public required IReadOnlyList<WarningRulesView> Front { get; init; }

    /// <summary>Null where none is precise and early enough.</summary>
    public WarningRulesView? Proposed { get; init; }

    /// <summary>The proposed waits on the last third of the time, which the search did not see.</summary>
    public WarningFiguresView? Later { get; init; }

    /// <summary>Low points of the published documents, all touchpoints run through the core.</summary>
    public WarningFiguresView? Published { get; init; }

    /// <summary>The same with the proposal.</summary>
    public WarningFiguresView? WithProposal { get; init; }

    /// <summary>Why nothing is proposed, and what to do.</summary>
    public string? Reason { get; init; }
}

/// <summary>Waits, how they warned on the first two thirds of the time, and the journey's document with them.</summary>
public sealed record WarningRulesView
{
    /// <summary>Each as people read it.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    public required WarningFiguresView Figures { get; init; }

    /// <summary>YAML.</summary>
    public required string Document { get; init; }
}

/// <summary>How well warnings meet the outcome.</summary>
public sealed record WarningFiguresView
{
    /// <summary>Instances whose outcome is known.</summary>
    public required int Instances { get; init; }

    public required int Bad { get; init; }

    /// <summary>Warned of, with the outcome.</summary>
    public required int Right { get; init; }

    /// <summary>Warned of, without it.</summary>
    public required int Wrong { get; init; }

    /// <summary>Right warnings among all warnings, 0 to 1.</summary>
    public required double Precision { get; init; }

    /// <summary>Outcomes warned of among all, 0 to 1.</summary>
    public required double Recall { get; init; }

    /// <summary>2 × precision × recall / (precision + recall).</summary>
    public required double F1 { get; init; }

    /// <summary>From the first warning to the outcome, the median of those warned of rightly.</summary>
    public required double MedianDays { get; init; }

    /// <summary>Outcomes warned of as many days ahead as asked for among all, 0 to 1.</summary>
    public required double EarlyRecall { get; init; }
}
