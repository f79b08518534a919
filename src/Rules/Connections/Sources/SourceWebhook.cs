using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Connections.Sources;

/// <summary>How a source's deliveries are verified and answered.</summary>
public sealed record SourceWebhook
{
    /// <summary>Ways to verify a delivery, of which one has to hold; all checks of a way hold together.</summary>
    public required ImmutableArray<ImmutableArray<WebhookCheck>> Ways { get; init; }

    /// <summary>Questions that the system asks of the address before, or between, its deliveries.</summary>
    public ImmutableArray<SourceChallenge> Challenges { get; init; } = [];

    /// <summary>Where deliveries may come to in the system's own API; the connection is the one whose secret they carry.</summary>
    public ImmutableArray<SourcePath> Paths { get; init; } = [];

    /// <summary>Answers to an accepted delivery, as the system's own API gives them: the first whose condition holds. Empty: nothing but the status.</summary>
    public ImmutableArray<SourceAnswer> Answers { get; init; } = [];
}
