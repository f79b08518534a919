using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Connections.Sources;

/// <summary>How a source's deliveries are verified and answered.</summary>
public sealed record SourceWebhook
{
    /// <summary>Ways to verify a delivery, of which one has to hold; all checks of a way hold together.</summary>
    public required ImmutableArray<ImmutableArray<WebhookCheck>> Ways { get; init; }

    /// <summary>Questions that the system asks of the address before, or between, its deliveries.</summary>
    public ImmutableArray<SourceChallenge> Challenges { get; init; } = [];

    /// <summary>Paths of the system's own API that deliveries may come to, such as <c>/v1/track</c>; the connection is the one whose secret they carry.</summary>
    public ImmutableArray<string> Paths { get; init; } = [];

    /// <summary>Body of the answer to an accepted delivery, as the system's own API gives it; null: none.</summary>
    public string? Answer { get; init; }
}
