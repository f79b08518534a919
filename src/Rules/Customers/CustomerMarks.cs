using Orleans;

namespace CxOrchestrator.Rules.Customers;

/// <summary>The last winner of an exclusion group.</summary>
[GenerateSerializer, Immutable, Alias("cx.group-mark")]
public sealed record GroupMark
{
    [Id(0)] public required string Group { get; init; }

    [Id(1)] public required string Policy { get; init; }

    [Id(2)] public required DateTimeOffset At { get; init; }

    /// <summary>The input that set it off.</summary>
    [Id(3)] public required string Cause { get; init; }

    /// <summary>Its actions of that time that may still be or were sent; at 0 the mark no longer counts.</summary>
    [Id(4)] public required int Standing { get; init; }
}

/// <summary>A policy had all others leave the customer alone for a time.</summary>
[GenerateSerializer, Immutable, Alias("cx.customer-mute")]
public sealed record PolicySuppression
{
    /// <summary>The policy, whose own actions go on.</summary>
    [Id(0)] public required string By { get; init; }

    [Id(1)] public required DateTimeOffset Until { get; init; }
}
