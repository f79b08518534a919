namespace CxOrchestrator.Api.Customers;

/// <summary>One input of a customer and what it did: <c>GET /v1/customers/{customer}/timeline</c>, newest first.</summary>
public sealed record TimelineEntry
{
    public required long Sequence { get; init; }

    /// <summary>touchpoint, timer, admission, command.</summary>
    public required string Kind { get; init; }

    /// <summary>When it happened, by the upstream's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it took effect here.</summary>
    public required DateTimeOffset EffectiveAt { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string Type { get; init; }

    public string? Source { get; init; }

    public string? Id { get; init; }

    public string? Channel { get; init; }

    /// <summary>-1 to 1; null where it was worth none.</summary>
    public double? Experience { get; init; }

    /// <summary>After it.</summary>
    public required double Mood { get; init; }

    public required double Pressure { get; init; }

    public required double Risk { get; init; }

    public required IReadOnlyList<TimelineMark> Marks { get; init; }

    /// <summary>The touchpoint as it came; null for other inputs.</summary>
    [Sensitive(SensitiveKind.Touchpoint)]
    public System.Text.Json.JsonElement? Touchpoint { get; init; }

    public required int DefinitionsVersion { get; init; }
}

/// <summary>Something an input brought about.</summary>
public sealed record TimelineMark
{
    /// <summary>
    /// instanceStarted, stageEntered, instanceEnded, instanceExited, goalReached, expectationSet, expectationMoved, expectationMet,
    /// expectationMetLate, expectationMissed, expectationCancelled, lowPointOpened, lowPointDeepened, lowPointRecovered, lowPointFaded,
    /// highPointOpened, highPointClosed, actionDecided, policyHeld, actionAdmitted, actionHeld, actionRefused, profileChanged,
    /// waitFired, waitHeld, waitDropped, valueUnread, stateTrimmed, reviewed.
    /// </summary>
    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? Journey { get; init; }

    public string? Correlation { get; init; }

    public string? Name { get; init; }

    public string? Text { get; init; }

    /// <summary>Depth, height or experience, where the kind has one.</summary>
    public double? Size { get; init; }

    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>What a policy did for a customer and why: <c>GET /v1/customers/{customer}/decisions</c>, newest first.</summary>
public sealed record DecisionView
{
    public required string Customer { get; init; }

    public required long Sequence { get; init; }

    public required string Policy { get; init; }

    public required string PolicyName { get; init; }

    public required int PolicyVersion { get; init; }

    /// <summary>fired, held; controlGroup: it would have fired, the customer is in the control group.</summary>
    public required string Outcome { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What triggered it, as text.</summary>
    public required string Because { get; init; }

    public string? Journey { get; init; }

    public string? Correlation { get; init; }

    /// <summary>none, cooldown, group, controlGroup, globalControlGroup, rollout, policyPaused, expired, stepGone, waitsFull, nothingSent.</summary>
    public required string Reason { get; init; }

    /// <summary>The reason as text: "rests until 3 Dec after acting for this customer".</summary>
    public string? ReasonText { get; init; }

    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The policy of the same exclusion group that acted instead.</summary>
    public string? Competitor { get; init; }

    public required int Actions { get; init; }
}

/// <summary>Why a policy would or would not act for a customer now: <c>GET /v1/customers/{customer}/why?policy=</c>.</summary>
public sealed record WhyView
{
    public required string Customer { get; init; }

    public required string Policy { get; init; }

    public required string PolicyName { get; init; }

    public required int PolicyVersion { get; init; }

    public required bool Enabled { get; init; }

    /// <summary>What triggers it, as text.</summary>
    public required IReadOnlyList<string> Triggers { get; init; }

    /// <summary>When one of the triggers last happened for this customer, as far as the recent history shows; null: not seen.</summary>
    public DateTimeOffset? TriggeredAt { get; init; }

    /// <summary>Every condition with its value now.</summary>
    public required IReadOnlyList<ConditionView> Conditions { get; init; }

    public required bool ConditionsHold { get; init; }

    /// <summary>Each limit with whether it would hold the policy back now.</summary>
    public required IReadOnlyList<LimitView> Limits { get; init; }

    /// <summary>One sentence: "It has not been triggered: no delivery date was missed."</summary>
    [Sensitive(SensitiveKind.Sentence)]
    public required string Answer { get; init; }

    public required IReadOnlyList<DecisionView> Decisions { get; init; }

    /// <summary>The last times something set the policy off and its conditions did not hold, newest first; folded again from what is stored, up to 20.</summary>
    public required IReadOnlyList<ConsideredView> Considered { get; init; }
}

/// <summary>A policy was triggered and did not act: why, with the values of that moment.</summary>
public sealed record ConsideredView
{
    public required DateTimeOffset At { get; init; }

    /// <summary>Version of the policy that was published.</summary>
    public required int PolicyVersion { get; init; }

    /// <summary>What triggered it, as text.</summary>
    public required string Because { get; init; }

    public required IReadOnlyList<ConditionView> Conditions { get; init; }
}

public sealed record ConditionView
{
    /// <summary>Depth of nesting, from 0.</summary>
    public required int Level { get; init; }

    /// <summary>As the document says it: "customer.lifetimeValue at least 500".</summary>
    public required string Text { get; init; }

    /// <summary>The value now, as text; null for a group.</summary>
    [Sensitive(SensitiveKind.Condition)]
    public string? Actual { get; init; }

    public required bool Holds { get; init; }

    /// <summary>Whether it is meant to hold; conditions in a group "none of" are not.</summary>
    public bool Wanted { get; init; } = true;

    /// <summary>It, and every group around it, is other than it is meant to be: what stopped the policy.</summary>
    public bool InTheWay { get; init; }
}

public sealed record LimitView
{
    /// <summary>cooldown, consent, killSwitch.</summary>
    public required string Kind { get; init; }

    public required string Text { get; init; }

    public required bool Holds { get; init; }

    public DateTimeOffset? NextAt { get; init; }
}
