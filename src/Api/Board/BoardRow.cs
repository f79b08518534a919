using CxOrchestrator.Api.Customers;

namespace CxOrchestrator.Api.Board;

/// <summary>A customer at risk: an item of <c>GET /v1/at-risk</c> and a row of the live board.</summary>
public sealed record BoardRow
{
    public required string Customer { get; init; }

    [Sensitive(SensitiveKind.Text)]
    public string? Name { get; init; }

    public string? Segment { get; init; }

    public required IReadOnlyList<string> Segments { get; init; }

    public double? LifetimeValue { get; init; }

    public string? Currency { get; init; }

    /// <summary>0 to 100, as of when the row was made.</summary>
    public required double Risk { get; init; }

    /// <summary>-1 to 1.</summary>
    public required double Mood { get; init; }

    /// <summary>Latest moments of mood, oldest first.</summary>
    public required IReadOnlyList<MoodView> MoodTrail { get; init; }

    /// <summary>Of the worst low point's instance, else the newest open one.</summary>
    public string? Journey { get; init; }

    public string? JourneyName { get; init; }

    public string? Correlation { get; init; }

    public string? Stage { get; init; }

    public string? StageName { get; init; }

    /// <summary>Null where risk alone keeps the customer here.</summary>
    public CauseView? Cause { get; init; }

    /// <summary>When the worst low point opened, else when the customer came on the board; by the journey's clock.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The latest action for the customer; null where nothing was done.</summary>
    public DoingView? Doing { get; init; }

    /// <summary>The open case, if any.</summary>
    public string? Case { get; init; }

    /// <summary>open, claimed.</summary>
    public string? CaseStatus { get; init; }

    public string? ClaimedBy { get; init; }

    /// <summary>Grows with every change of the row.</summary>
    public required long Version { get; init; }
}

/// <summary>What is being done.</summary>
public sealed record DoingView
{
    public required string Action { get; init; }

    /// <summary>message, offer, callback, webhook.</summary>
    public required string Kind { get; init; }

    public required string Policy { get; init; }

    public required string PolicyName { get; init; }

    /// <summary>decided, held, admitted, delivered, refused, dead.</summary>
    public required string Status { get; init; }

    /// <summary>What held or refused it, as text; null if nothing did, and briefly after it did.</summary>
    public string? ReasonText { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Which rows, and their order. Equal filters share one view on the gateway.</summary>
public sealed record BoardFilter
{
    public string? Journey { get; init; }

    public string? Stage { get; init; }

    /// <summary>Kind or text of the cause.</summary>
    public string? Cause { get; init; }

    public string? Segment { get; init; }

    /// <summary>Part of the id or the name, any case.</summary>
    public string? Search { get; init; }

    /// <summary>Only customers nobody has claimed (false), only claimed ones (true).</summary>
    public bool? Claimed { get; init; }

    /// <summary>risk, mood, since, value, customer; with <c>-</c> before it descending. Default: -risk.</summary>
    public string Sort { get; init; } = "-risk";

    /// <summary>Most rows, 1 to <see cref="LimitMax"/>.</summary>
    public int Limit { get; init; } = 500;

    public const int LimitMax = 1000;
}

/// <summary>Figures of the board's top line, and what can be filtered by.</summary>
public sealed record BoardTotals
{
    public required long AtRisk { get; init; }

    /// <summary>Change of <see cref="AtRisk"/> over <see cref="AtRiskChangeSeconds"/>.</summary>
    public required long AtRiskChange { get; init; }

    /// <summary>Seconds of the system's clock that the change is of: ten minutes, or less where the board is not watched for as long yet.</summary>
    public double AtRiskChangeSeconds { get; init; }

    /// <summary>Rows that the filter lets through; more than sent where the limit cut.</summary>
    public required long Matching { get; init; }

    public required long CasesOpen { get; init; }

    public required long CasesOverdue { get; init; }

    /// <summary>received = applied + duplicate + rejected + erased + waiting, checked against the log.</summary>
    public required bool LedgerBalanced { get; init; }

    public required long Waiting { get; init; }

    /// <summary>Touchpoints applied a second, over the last ten.</summary>
    public required double TouchpointsPerSecond { get; init; }

    public required bool SendingStopped { get; init; }
}

/// <summary>Values to filter by, with how many customers at risk have each.</summary>
public sealed record BoardFacets
{
    public required IReadOnlyList<Facet> Journeys { get; init; }

    /// <summary>Id is journey/stage.</summary>
    public required IReadOnlyList<Facet> Stages { get; init; }

    public required IReadOnlyList<Facet> Causes { get; init; }

    public required IReadOnlyList<Facet> Segments { get; init; }
}

public sealed record Facet
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required long Count { get; init; }
}
