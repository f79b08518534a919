namespace CxOrchestrator.Api.Cases;

/// <summary>A callback that an operator claims, works and closes: <c>GET /v1/cases</c>. Times by the journey's clock.</summary>
public sealed record CaseView
{
    public required string Id { get; init; }

    public required string Customer { get; init; }

    [Sensitive(SensitiveKind.Text)]
    public string? CustomerName { get; init; }

    public required string Queue { get; init; }

    /// <summary>low, normal, high.</summary>
    public required string Priority { get; init; }

    [Sensitive(SensitiveKind.Text)]
    public required string Reason { get; init; }

    public required string Policy { get; init; }

    public required string PolicyName { get; init; }

    public string? Journey { get; init; }

    public string? Correlation { get; init; }

    /// <summary>open, claimed, completed.</summary>
    public required string Status { get; init; }

    public required bool Overdue { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public string? ClaimedBy { get; init; }

    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>resolved, unresolved, unreachable.</summary>
    public string? Disposition { get; init; }

    [Sensitive(SensitiveKind.Text)]
    public string? Note { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public required long Version { get; init; }
}

/// <summary>Body of <c>POST /v1/cases/{id}/claim</c>, <c>/release</c> and <c>/reopen</c>.</summary>
public sealed record CaseClaim
{
    /// <summary>Who acts: a name, 1 to 100 characters.</summary>
    public required string By { get; init; }
}

/// <summary>Body of <c>POST /v1/cases/{id}/complete</c>.</summary>
public sealed record CaseCompletion
{
    public required string By { get; init; }

    /// <summary>resolved, unresolved, unreachable.</summary>
    public required string Disposition { get; init; }

    /// <summary>At most 2,000 characters.</summary>
    public string? Note { get; init; }
}
