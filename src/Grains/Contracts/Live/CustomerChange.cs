using CxOrchestrator.Rules.Customers;
using Orleans;

namespace CxOrchestrator.Grains.Contracts.Live;

/// <summary>A customer's state after a commit.</summary>
[GenerateSerializer, Immutable, Alias("cx.customer-change")]
public sealed record CustomerChange
{
    [Id(0)] public required string Tenant { get; init; }

    [Id(1)] public required CustomerState State { get; init; }

    /// <summary>On the board after this change.</summary>
    [Id(2)] public required bool AtRisk { get; init; }

    /// <summary>The customer was erased; the state holds its id and a sequence later than any before.</summary>
    [Id(3)] public bool Erased { get; init; }

    /// <summary>The customer was merged into that one; the state is its last. Null: it was not.</summary>
    [Id(4)] public Rules.Touchpoints.CustomerId? MergedInto { get; init; }
}

/// <summary>An action's status changed, or it was decided.</summary>
[GenerateSerializer, Immutable, Alias("cx.action-change")]
public sealed record ActionChange
{
    [Id(0)] public required string Tenant { get; init; }

    [Id(1)] public required string Customer { get; init; }

    [Id(2)] public required string Action { get; init; }

    /// <summary>message, offer, callback, webhook.</summary>
    [Id(3)] public required string Kind { get; init; }

    [Id(4)] public required string Policy { get; init; }

    /// <summary>As the public API says it: decided, held, admitted, delivered, refused, dead.</summary>
    [Id(5)] public required string Status { get; init; }

    [Id(6)] public required DateTimeOffset At { get; init; }
}

/// <summary>A case opened, was claimed, released or completed.</summary>
[GenerateSerializer, Immutable, Alias("cx.case-change")]
public sealed record CaseChange
{
    [Id(0)] public required string Tenant { get; init; }

    [Id(1)] public required string Customer { get; init; }

    [Id(2)] public required string Case { get; init; }

    /// <summary>open, claimed, completed.</summary>
    [Id(3)] public required string Status { get; init; }

    [Id(4)] public string? ClaimedBy { get; init; }
}
