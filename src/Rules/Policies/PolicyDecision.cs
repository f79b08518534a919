using System.Text.Json.Serialization;
using CxOrchestrator.Rules.Actions;
using Orleans;

namespace CxOrchestrator.Rules.Policies;

public enum PolicyOutcome : byte
{
    Fired = 1,

    /// <summary>Its conditions held and something held it back.</summary>
    Held = 2,

    /// <summary>It would have fired; the customer is in the control group.</summary>
    [JsonStringEnumMemberName("ControlGroup")]
    ControlGroup = 3,
}

/// <summary>What a policy did for a customer and why.</summary>
[GenerateSerializer, Immutable, Alias("cx.policy-decision")]
public sealed record PolicyDecision
{
    [Id(0)] public required string Policy { get; init; }

    [Id(1)] public required int PolicyVersion { get; init; }

    [Id(2)] public required PolicyOutcome Outcome { get; init; }

    /// <summary>Effective time.</summary>
    [Id(3)] public required DateTimeOffset At { get; init; }

    /// <summary>What triggered it, by name.</summary>
    [Id(4)] public required string Cause { get; init; }

    /// <summary>What triggered it, as text: "Delivery date missed".</summary>
    [Id(5)] public required string Because { get; init; }

    [Id(6)] public string? Journey { get; init; }

    [Id(7)] public string? Correlation { get; init; }

    /// <summary>What held it; none where it fired.</summary>
    [Id(8)] public HoldReason Reason { get; init; }

    /// <summary>When it could next fire; null where it fired or never.</summary>
    [Id(9)] public DateTimeOffset? NextAt { get; init; }

    /// <summary>How many actions it decided; for a customer in a control group, how many it would have decided.</summary>
    [Id(10)] public int Actions { get; init; }

    /// <summary>The exclusion group of the policy.</summary>
    [Id(11)] public string? Group { get; init; }

    /// <summary>The policy of the group that won instead.</summary>
    [Id(12)] public string? Competitor { get; init; }

    /// <summary>The limit that held it, in words.</summary>
    [Id(13)] public string? Limit { get; init; }

    /// <summary>When the policy's cooldown for the customer ends; null where it has none.</summary>
    [Id(16)] public DateTimeOffset? RestsUntil { get; init; }

    /// <summary>Which of the policy's variants; null where it has none.</summary>
    [Id(15)] public string? Variant { get; init; }
}
