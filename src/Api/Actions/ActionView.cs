namespace CxOrchestrator.Api.Actions;

/// <summary>An action: an item of <c>GET /v1/actions</c>, newest first.</summary>
public sealed record ActionView
{
    /// <summary>Never changes; the idempotency key towards channels.</summary>
    public required string Id { get; init; }

    /// <summary>message, offer, callback, webhook.</summary>
    public required string Kind { get; init; }

    public required string Policy { get; init; }

    public required string PolicyName { get; init; }

    public required int PolicyVersion { get; init; }

    public required string Customer { get; init; }

    /// <summary>decided, held, admitted, delivered, refused, dead, unknown (it may have been sent, and nobody can tell).</summary>
    public required string Status { get; init; }

    /// <summary>When it was decided, by the journey's clock.</summary>
    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset StatusAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What held or refused it: none, cooldown, consent, expired, killSwitch, policyStopped, customerSuppressed, openCase, openLowPoint, quietHours, frequencyCap, budget, queue, channelSuppressed, codes, templateFailed.</summary>
    public required string Reason { get; init; }

    public string? ReasonText { get; init; }

    public DateTimeOffset? NextAt { get; init; }

    public required int Attempts { get; init; }

    [Sensitive(SensitiveKind.Error)]
    public string? LastError { get; init; }

    public string? Channel { get; init; }

    public string? Journey { get; init; }

    public string? Correlation { get; init; }

    /// <summary>What is sent, by name.</summary>
    [Sensitive(SensitiveKind.Values)]
    public required IReadOnlyDictionary<string, string> Content { get; init; }
}

/// <summary>The global kill switch: <c>GET</c> and <c>PUT /v1/sending</c>.</summary>
public sealed record SendingView
{
    public required bool Stopped { get; init; }

    public string? ChangedBy { get; init; }

    public DateTimeOffset? ChangedAt { get; init; }
}
