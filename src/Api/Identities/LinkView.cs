namespace CxOrchestrator.Api.Identities;

/// <summary>Two customers who have an identity in common that says they are one: an item of <c>GET /v1/links</c>.</summary>
public sealed record LinkView
{
    public required long Number { get; init; }

    public required LinkedCustomerView One { get; init; }

    public required LinkedCustomerView Other { get; init; }

    /// <summary>See <see cref="IdentityView.Kind"/>.</summary>
    public required string Kind { get; init; }

    [Sensitive(SensitiveKind.Text)]
    public required string Value { get; init; }

    /// <summary>Of the touchpoint that brought the identity to the second customer.</summary>
    public required string Source { get; init; }

    public required string TouchpointId { get; init; }

    /// <summary>By that touchpoint's own time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>proposed, merged, dismissed, undone.</summary>
    public required string State { get; init; }

    /// <summary>By now too many customers have the identity: it links nobody any more.</summary>
    public required bool Shared { get; init; }

    /// <summary>Who settled it; null: nobody did.</summary>
    public string? By { get; init; }

    /// <summary>By the system's clock.</summary>
    public DateTimeOffset? ChangedAt { get; init; }
}

/// <summary>One of two linked customers.</summary>
public sealed record LinkedCustomerView
{
    public required string Customer { get; init; }

    [Sensitive(SensitiveKind.Text)]
    public string? Name { get; init; }
}
