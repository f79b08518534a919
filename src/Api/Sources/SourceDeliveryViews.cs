using System.Text.Json;

namespace CxOrchestrator.Api.Sources;

/// <summary>The newest deliveries of a source: <c>GET /v1/sources/{id}/deliveries</c>.</summary>
public sealed record SourceDeliveriesView
{
    /// <summary>Newest first, at most 100.</summary>
    public required IReadOnlyList<SourceDeliveryView> Items { get; init; }
}

/// <summary>A delivery of another system.</summary>
public sealed record SourceDeliveryView
{
    public required long Number { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Of the answer.</summary>
    public required int Status { get; init; }

    /// <summary>Why it was refused; null where it was not.</summary>
    public string? Reason { get; init; }

    /// <summary>Bytes of its body.</summary>
    public required int Size { get; init; }

    /// <summary>Its events; empty where it was refused, or is not kept whole.</summary>
    public required IReadOnlyList<MappedEventView> Events { get; init; }

    /// <summary>Its headers, without those that prove who sent it; of one delivery alone.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Its body, of one delivery alone; null where it was refused, or is longer than 64 KiB.</summary>
    [Sensitive(SensitiveKind.Text)]
    public string? Body { get; init; }
}

/// <summary>An event of a delivery, and what it became.</summary>
public sealed record MappedEventView
{
    /// <summary>The system's word for what happened; empty where it has none.</summary>
    public required string Word { get; init; }

    public required string Id { get; init; }

    /// <summary>mapped, generic (no mapping names it), dropped, unmapped.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why there is no touchpoint; null where there is one.</summary>
    public string? Reason { get; init; }

    public required IReadOnlyList<MappedTouchpointView> Touchpoints { get; init; }
}

/// <summary>A touchpoint that a mapping made.</summary>
public sealed record MappedTouchpointView
{
    /// <summary>In its native form.</summary>
    [Sensitive(SensitiveKind.Touchpoint)]
    public required JsonElement Touchpoint { get; init; }

    /// <summary>What was left out and why.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
