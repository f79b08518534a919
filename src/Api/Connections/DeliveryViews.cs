namespace CxOrchestrator.Api.Connections;

/// <summary>A message that left through a connection. Times by the journey's clock.</summary>
public sealed record DeliveryView
{
    public required string Action { get; init; }

    public required string Customer { get; init; }

    public required string Connection { get; init; }

    public required string Channel { get; init; }

    [Sensitive(SensitiveKind.Text)]
    public required string Address { get; init; }

    public string? ProviderId { get; init; }

    /// <summary>What the provider answered.</summary>
    [Sensitive(SensitiveKind.Error)]
    public string? Answer { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    /// <summary>sent, unknown, accepted, expired, failed, delivered, bounced, opened, clicked, replied, unsubscribed, complained: the furthest that it came.</summary>
    public required string Step { get; init; }
}

/// <summary>A message as it was sent: <c>GET /v1/actions/{id}/message</c>.</summary>
public sealed record SentMessageView
{
    public required DeliveryView Delivery { get; init; }

    [Sensitive(SensitiveKind.Text)]
    public string? Subject { get; init; }

    [Sensitive(SensitiveKind.Text)]
    public required string Text { get; init; }

    /// <summary>Untrusted: shown in a frame without scripts.</summary>
    [Sensitive(SensitiveKind.Text)]
    public string? Html { get; init; }

    /// <summary>Where a click leads; null: nowhere.</summary>
    [Sensitive(SensitiveKind.Text)]
    public string? Link { get; init; }

    /// <summary>What the link's button says; null: the app's own word.</summary>
    [Sensitive(SensitiveKind.Text)]
    public string? LinkText { get; init; }

    /// <summary>Address of an image; null: there is none.</summary>
    [Sensitive(SensitiveKind.Text)]
    public string? Image { get; init; }

    public string? Language { get; init; }

    /// <summary>What was reported of it, oldest first.</summary>
    public required IReadOnlyList<DeliveryStepView> Steps { get; init; }
}

/// <summary>A step in the life of a message.</summary>
public sealed record DeliveryStepView
{
    public required string Step { get; init; }

    public required DateTimeOffset At { get; init; }

    [Sensitive(SensitiveKind.Error)]
    public string? Reason { get; init; }

    public string? Url { get; init; }

    [Sensitive(SensitiveKind.Text)]
    public string? Text { get; init; }

    /// <summary>A program opened it or followed the link, as far as is known.</summary>
    public required bool Automated { get; init; }
}
