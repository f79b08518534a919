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

/// <summary>What the customer said, in the scales of the field.</summary>
[GenerateSerializer, Immutable, Alias("cx.feedback")]
public sealed record Feedback
{
    /// <summary>Longest kept text, in characters; more is refused.</summary>
    public const int TextLengthMax = 10_000;

    /// <summary>Net promoter score, 0 to 10.</summary>
    [Id(0)] public int? Nps { get; init; }

    /// <summary>Customer satisfaction, 1 to 5.</summary>
    [Id(1)] public int? Csat { get; init; }

    /// <summary>Customer effort score, 1 to 7, 7 easy.</summary>
    [Id(2)] public int? Ces { get; init; }

    [Id(3)] public string? Text { get; init; }

    /// <summary>BCP 47 language of the text.</summary>
    [Id(4)] public string? Lang { get; init; }
}

/// <summary>An amount in a currency (ISO 4217).</summary>
[GenerateSerializer, Immutable, Alias("cx.money")]
public sealed record Money
{
    [Id(0)] public required decimal Amount { get; init; }

    [Id(1)] public required string Currency { get; init; }
}
