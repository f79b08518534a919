using CxOrchestrator.Rules.Identities;
using Orleans;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>One thing that happened between a customer and the company.</summary>
[GenerateSerializer, Immutable, Alias("cx.touchpoint")]
public sealed record Touchpoint
{
    /// <summary>The source where a touchpoint names none.</summary>
    public const string DefaultSource = "default";

    /// <summary>Longest accepted type, channel or attribute name, in characters.</summary>
    public const int NameLengthMax = 200;

    [Id(0)] public required TouchpointIdentity Identity { get; init; }

    /// <summary>Dotted lower-case by convention: <c>order.placed</c>.</summary>
    [Id(1)] public required string Type { get; init; }

    [Id(2)] public required CustomerId Customer { get; init; }

    /// <summary>When it happened, by the upstream system's clock; whole milliseconds, kept with its offset.</summary>
    [Id(3)] public required DateTimeOffset At { get; init; }

    [Id(4)] public string? Channel { get; init; }

    [Id(5)] public AttributeSet Attributes { get; init; }

    [Id(6)] public Feedback? Feedback { get; init; }

    [Id(7)] public Money? Value { get; init; }

    /// <summary>What else says who the customer is, as it came.</summary>
    [Id(8)] public IdentitySet Identities { get; init; }
}

/// <summary>An amount in a currency (ISO 4217).</summary>
[GenerateSerializer, Immutable, Alias("cx.money")]
public sealed record Money
{
    [Id(0)] public required decimal Amount { get; init; }

    [Id(1)] public required string Currency { get; init; }
}
