using Orleans;

namespace CxOrchestrator.Grains.Contracts.Customers;

/// <summary>Why two customers are merged.</summary>
[GenerateSerializer, Immutable, Alias("cx.merge-reason")]
public sealed record MergeReason
{
    /// <summary>Longest text, in characters.</summary>
    public const int TextLengthMax = 500;

    /// <summary>Merged by a person.</summary>
    public const string ByHand = "manual";

    /// <summary>Merged because both share an identity.</summary>
    public const string ByIdentity = "identity";

    /// <summary><see cref="ByHand"/> or <see cref="ByIdentity"/>.</summary>
    [Id(0)] public required string Kind { get; init; }

    /// <summary>In words; null: none were given.</summary>
    [Id(1)] public string? Text { get; init; }
}
