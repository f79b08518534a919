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

    /// <summary>The cause of the action; with the policy it names the decision the action came from.</summary>
    [Id(6)] public required string Cause { get; init; }

    [Id(2)] public required AdmissionResult Result { get; init; }

    [Id(3)] public HoldReason Reason { get; init; }

    /// <summary>When it may be asked again; null unless held.</summary>
    [Id(4)] public DateTimeOffset? NextAt { get; init; }

    /// <summary>When it was answered, by the journey's clock.</summary>
    [Id(5)] public required DateTimeOffset At { get; init; }
}

/// <summary>The last check before a send.</summary>
public static class Admission
{
    /// <summary>How long a held action waits before it is asked again where nothing says when the cause ends.</summary>
    public static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(1);

    /// <summary>Answers at a time of the journey's clock: expiry first, since nothing stale is sent whatever else holds.</summary>
    public static AdmissionAnswer Answer(Customers.CustomerState state, DecidedAction action, AdmissionFacts facts, DateTimeOffset at)
    {
        var answer = new AdmissionAnswer { Action = action.Id, Policy = action.Policy, Cause = action.Cause, Result = AdmissionResult.Admitted, At = at };
        if (at > action.ExpiresAt)
        {
            return answer with { Result = AdmissionResult.Refused, Reason = HoldReason.Expired };
        }

        if (!Consents(state, action))
        {
            return answer with { Result = AdmissionResult.Refused, Reason = HoldReason.Consent };
        }

        if (OtherInCooldown(state, action, at))
        {
            return answer with { Result = AdmissionResult.Refused, Reason = HoldReason.Cooldown };
        }

        return facts.KillSwitch
            ? answer with { Result = AdmissionResult.Held, Reason = HoldReason.KillSwitch, NextAt = at + AskAgainAfter }
            : answer;
    }

    /// <summary>A promotion needs a yes for its channel; a service message only no no.</summary>
    public static bool Consents(Customers.CustomerState state, DecidedAction action) =>
        action.Channel is not { } channel
        || (state.Profile.Consent[channel] is { Kind: not Touchpoints.ScalarKind.None } said
            ? said.Flag
            : action.Category == Policies.PolicyCategory.Service);

    private static bool OtherInCooldown(Customers.CustomerState state, DecidedAction action, DateTimeOffset at) =>
        action.Cooldown is { } cooldown
        && Policies.Cooldowns.Mark(state, action.Policy) is { Standing: > 0 } mark
        && !string.Equals(mark.Cause, action.Cause, StringComparison.Ordinal)
        && mark.At <= at
        && mark.At + cooldown > at;
}
