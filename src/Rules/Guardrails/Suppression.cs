using Orleans;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>A channel on which the customer is not to be reached any more.</summary>
[GenerateSerializer, Immutable, Alias("cx.suppression")]
public sealed record Suppression
{
    [Id(0)] public required string Channel { get; init; }

    /// <summary>Why, as it was said.</summary>
    [Id(1)] public required string Reason { get; init; }

    /// <summary>The source that said so.</summary>
    [Id(2)] public required string By { get; init; }

    [Id(3)] public required DateTimeOffset At { get; init; }
}
