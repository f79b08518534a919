namespace CxOrchestrator.Api.Operations;

/// <summary>Body of <c>PUT /v1/sending/policies/{policy}</c>.</summary>
public sealed record PolicySendingChange
{
    /// <summary>True stops the policy's actions; it goes on deciding.</summary>
    public required bool Stopped { get; init; }

    /// <summary>Who acts: a name, 1 to 100 characters.</summary>
    public required string By { get; init; }

    /// <summary>Up to 500 characters.</summary>
    public string? Why { get; init; }
}

/// <summary>Whether a policy's actions are sent: an item of <c>GET /v1/sending/policies</c>.</summary>
public sealed record PolicySendingView
{
    public required string Policy { get; init; }

    public required string PolicyName { get; init; }

    public required bool Stopped { get; init; }

    public string? ChangedBy { get; init; }

    public string? Why { get; init; }

    /// <summary>By the system's clock.</summary>
    public DateTimeOffset? ChangedAt { get; init; }
}

/// <summary>Body of <c>PUT /v1/customers/{customer}/suppression</c>.</summary>
public sealed record SuppressionChange
{
    /// <summary>By the journey's clock, at most 366 days ahead; null ends the suppression.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Who acts: a name, 1 to 100 characters.</summary>
    public required string By { get; init; }

    /// <summary>Up to 500 characters.</summary>
    public string? Why { get; init; }

    /// <summary>The version that the suppression must have, 0 if there must be none yet; any version if omitted.</summary>
    public long? Version { get; init; }
}

/// <summary>A customer's suppression: <c>GET</c> and <c>PUT /v1/customers/{customer}/suppression</c>.</summary>
public sealed record SuppressionView
{
    public required string Customer { get; init; }

    /// <summary>Nothing is sent to the customer now.</summary>
    public required bool Suppressed { get; init; }

    /// <summary>By the journey's clock; null if the customer is not suppressed.</summary>
    public DateTimeOffset? Until { get; init; }

    public string? ChangedBy { get; init; }

    [Sensitive(SensitiveKind.Text)]
    public string? Why { get; init; }

    /// <summary>By the system's clock.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>0 where there never was one; grows by one with each change.</summary>
    public required long Version { get; init; }
}
