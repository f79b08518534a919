namespace CxOrchestrator.Api.Privacy;

/// <summary>What a customer agreed to or refused, and in which touchpoint: an item of <c>GET /v1/customers/{customer}/consents</c>.</summary>
public sealed record ConsentView
{
    /// <summary>In lower case; <c>all</c>: every channel.</summary>
    public required string Channel { get; init; }

    /// <summary>service, promotion; null: every purpose.</summary>
    public string? Purpose { get; init; }

    /// <summary>Agreed, refused, or null if an earlier answer was withdrawn.</summary>
    public required bool? Agreed { get; init; }

    /// <summary>When it was said, by the touchpoint's own time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>By the journey's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    public required string Source { get; init; }

    /// <summary>Of the touchpoint that said it.</summary>
    public required string TouchpointId { get; init; }

    public required string Type { get; init; }

    /// <summary>What was said with it; null: nothing.</summary>
    [Sensitive(SensitiveKind.Text)]
    public string? Reason { get; init; }

    /// <summary>Of the input in the customer's timeline.</summary>
    public required long Sequence { get; init; }
}

/// <summary>An erasure, which does not say whose it is: <c>GET /v1/erasures</c>.</summary>
public sealed record ErasureView
{
    public required long Number { get; init; }

    /// <summary>running, done.</summary>
    public required string State { get; init; }

    /// <summary>By the system's clock, as the others.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    public required string RequestedBy { get; init; }

    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>What was removed so far, with how many of each: touchpoints, decisions, actions, cases, deadLetters, consents, codes, ...</summary>
    public required IReadOnlyDictionary<string, long> Removed { get; init; }

    /// <summary>What keeps it from going on; null: nothing.</summary>
    public string? Failure { get; init; }

    /// <summary>Since when the customer may come back; null: what comes in of it is counted and not kept.</summary>
    public DateTimeOffset? ReadmittedAt { get; init; }

    public string? ReadmittedBy { get; init; }
}
