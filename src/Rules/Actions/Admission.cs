using Orleans;

namespace CxOrchestrator.Rules.Actions;

/// <summary>What admission said of a decided action.</summary>
public enum AdmissionResult : byte
{
    Admitted = 1,

    /// <summary>Not now; asked again at the next time.</summary>
    Held = 2,

    /// <summary>Never.</summary>
    Refused = 3,
}

/// <summary>What stood in the way.</summary>
public enum HoldReason : byte
{
    None = 0,

    /// <summary>The policy acted for this customer too recently.</summary>
    Cooldown = 1,

    /// <summary>The customer did not agree to the channel, or refused it.</summary>
    Consent = 2,

    /// <summary>Too old to be sent.</summary>
    Expired = 3,

    /// <summary>All sending is switched off.</summary>
    KillSwitch = 4,
}

/// <summary>What is true outside the customer at the moment of admission, read in the same transaction that stores the answer.</summary>
[GenerateSerializer, Immutable, Alias("cx.admission-facts")]
public sealed record AdmissionFacts
{
    [Id(0)] public required bool KillSwitch { get; init; }
}

/// <summary>Admission's answer; an input of the customer like any other.</summary>
[GenerateSerializer, Immutable, Alias("cx.admission-answer")]
public sealed record AdmissionAnswer
{
    [Id(0)] public required string Action { get; init; }

    [Id(1)] public required string Policy { get; init; }

    [Id(2)] public required AdmissionResult Result { get; init; }

    [Id(3)] public HoldReason Reason { get; init; }

    /// <summary>When it may be asked again; null unless held.</summary>
    [Id(4)] public DateTimeOffset? NextAt { get; init; }

    /// <summary>When it was answered, by the journey's clock.</summary>
    [Id(5)] public required DateTimeOffset At { get; init; }
}
