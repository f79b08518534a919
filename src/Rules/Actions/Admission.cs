using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
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

    /// <summary>The policy is switched off by hand, or by its breaker.</summary>
    PolicyStopped = 5,

    /// <summary>An operator or another policy has the customer left alone for a time.</summary>
    [JsonStringEnumMemberName("Muted")]
    CustomerSuppressed = 6,

    /// <summary>A promotion while the customer has an open case.</summary>
    OpenCase = 7,

    /// <summary>A promotion while the customer has an open low point.</summary>
    OpenLowPoint = 8,

    /// <summary>It is night, or another quiet time, where the customer lives.</summary>
    QuietHours = 9,

    /// <summary>The customer got as many messages and offers as they may.</summary>
    [JsonStringEnumMemberName("Cap")]
    FrequencyCap = 10,

    /// <summary>The policy has given away what it may in a day.</summary>
    Budget = 11,

    /// <summary>The queue takes no more callbacks.</summary>
    Queue = 12,

    /// <summary>Another policy of its exclusion group won.</summary>
    Group = 13,

    /// <summary>The customer is in the policy's controlGroup: it would have fired.</summary>
    [JsonStringEnumMemberName("ControlGroup")]
    ControlGroup = 14,

    /// <summary>The customer is in the global control group: it would have fired.</summary>
    [JsonStringEnumMemberName("GlobalControlGroup")]
    GlobalControlGroup = 15,

    /// <summary>The policy is not yet on for this customer.</summary>
    [JsonStringEnumMemberName("Rollout")]
    Rollout = 16,

    /// <summary>The channel does not reach the customer any more: it bounced, or they unsubscribed.</summary>
    [JsonStringEnumMemberName("Suppressed")]
    ChannelSuppressed = 17,

    /// <summary>The pool has no code left.</summary>
    Codes = 18,

    /// <summary>The policy is paused or disabled: what falls due is held until it is resumed.</summary>
    PolicyPaused = 19,

    /// <summary>The customer has as many pending waits as there may be.</summary>
    WaitsFull = 20,

    /// <summary>The step that the customer waited at is no longer part of the policy.</summary>
    StepGone = 21,

    /// <summary>The template failed: nothing half-made is sent.</summary>
    TemplateFailed = 22,

    /// <summary>What the policy waited for an answer to could not be sent: nothing that claims no answer is done.</summary>
    NothingSent = 23,
}

/// <summary>What is true outside the customer at the moment of admission, read in the same transaction that stores the answer.</summary>
[GenerateSerializer, Immutable, Alias("cx.admission-facts")]
public sealed record AdmissionFacts
{
    public static AdmissionFacts Nothing { get; } = new() { KillSwitch = false };

    [Id(0)] public required bool KillSwitch { get; init; }

    /// <summary>Policies that are switched off by hand or by their breaker.</summary>
    [Id(1)] public ImmutableArray<string> StoppedPolicies { get; init; } = [];

    /// <summary>Until when an operator has the customer left alone; null: not at all.</summary>
    [Id(2)] public DateTimeOffset? SuppressedUntil { get; init; }

    /// <summary>The customer has a case that is not completed.</summary>
    [Id(3)] public bool OpenCase { get; init; }

    /// <summary>Shared limits, by name, that have no room for the action.</summary>
    [Id(4)] public ImmutableArray<string> FullLimits { get; init; } = [];
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

    /// <summary>When it may be asked again; null unless held. Where every limit says when it ends, the first moment at which all of them let it pass.</summary>
    [Id(4)] public DateTimeOffset? NextAt { get; init; }

    /// <summary>When it was answered, by the journey's clock.</summary>
    [Id(5)] public required DateTimeOffset At { get; init; }

    /// <summary>The limit that held or refused it, in words; of an admitted one what was assumed to admit it. Null where the reason says it all.</summary>
    [Id(7)] public string? Limit { get; init; }
}

/// <summary>The last check before a send.</summary>
public static class Admission
{
    /// <summary>How long a held action waits before it is asked again where nothing says when the cause ends.</summary>
    public static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Answers at a time of the journey's clock: expiry first, since nothing stale is sent whatever else holds; then what refuses for good; then
    /// what holds for a time. The limits are those of the published definitions now, not of those that the action was decided under.
    /// </summary>
    public static AdmissionAnswer Answer(CustomerState state, DecidedAction action, AdmissionFacts facts, CompiledDefinitions definitions, DateTimeOffset at)
    {
        var answer = new AdmissionAnswer { Action = action.Id, Policy = action.Policy, Cause = action.Cause, Result = AdmissionResult.Admitted, At = at };
        if (at > action.ExpiresAt)
        {
            return answer with
            {
                Result = AdmissionResult.Refused,
                Reason = action[ActionContent.Problem] is null ? HoldReason.Expired : HoldReason.TemplateFailed,
                Limit = action[ActionContent.Problem],
            };
        }

        if (action.Channel is { } channel && Suppressions.Of(state, channel) is { } suppressed)
        {
            return answer with { Result = AdmissionResult.Refused, Reason = HoldReason.ChannelSuppressed, Limit = suppressed };
        }

        if (!Consents(state, action))
        {
            return answer with { Result = AdmissionResult.Refused, Reason = HoldReason.Consent };
        }

        if (OtherInCooldown(state, action, at))
        {
            return answer with { Result = AdmissionResult.Refused, Reason = HoldReason.Cooldown };
        }

        if (action[ActionContent.Problem] is { } problem)
        {
            return answer with { Result = AdmissionResult.Held, Reason = HoldReason.TemplateFailed, Limit = problem, NextAt = WholeMilliseconds(action.ExpiresAt.AddMilliseconds(1)) };
        }

        var now = AdmittedMoments.NotBefore(state.Admitted, at);
        var guards = Guards.Of(state, definitions, GuardedAction.Of(action, definitions.Policy(action.Policy)), facts, now);
        foreach (var guard in guards)
        {
            if (guard.PassesAt(now) > now)
            {
                return answer with { Result = AdmissionResult.Held, Reason = guard.Reason, Limit = guard.Text, NextAt = WholeMilliseconds(Guards.PassesAt(guards, now)) };
            }
        }

        return guards.OfType<QuietGuard>().FirstOrDefault()?.Assumption is { } assumption ? answer with { Limit = assumption } : answer;
    }

    /// <summary>A promotion needs a yes for its channel; a service message only no no.</summary>
    public static bool Consents(CustomerState state, DecidedAction action) =>
        action.Channel is not { } channel
        || (state.Profile.ConsentTo(channel, PurposeOf(action.Category)) is { Kind: not Touchpoints.ScalarKind.None } said
            ? said.Flag
            : action.Category == PolicyCategory.Service);

    /// <summary>What a policy of that category contacts people for, as consent names it.</summary>
    internal static string PurposeOf(PolicyCategory category) =>
        category == PolicyCategory.Service ? Touchpoints.ConsentPurposes.Service : Touchpoints.ConsentPurposes.Promotion;

    // Rounded up: a store that keeps milliseconds does not ask before the moment.
    private static DateTimeOffset WholeMilliseconds(DateTimeOffset at) =>
        at.Ticks % TimeSpan.TicksPerMillisecond is > 0 and var rest ? at.AddTicks(TimeSpan.TicksPerMillisecond - rest) : at;

    private static bool OtherInCooldown(CustomerState state, DecidedAction action, DateTimeOffset at) =>
        action.Cooldown is { } cooldown
        && Cooldowns.Mark(state, action.Policy) is { Standing: > 0 } mark
        && !string.Equals(mark.Cause, action.Cause, StringComparison.Ordinal)
        && mark.At <= at
        && mark.At + cooldown > at;
}
