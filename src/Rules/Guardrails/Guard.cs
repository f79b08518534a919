using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>A limit that concerns an action: what it is, and when it lets the action pass. Its words are made when they are read: most limits let most actions pass.</summary>
internal abstract class Guard
{
    public abstract HoldReason Reason { get; }

    /// <summary>In words, as documents say it.</summary>
    public abstract string Text { get; }

    /// <summary>Its end is not known: it is asked again from time to time.</summary>
    public bool IsOpenEnded { get; init; }

    /// <summary>The earliest moment, not before the given one, at which it lets the action pass; where nobody can tell, when to ask again.</summary>
    public abstract DateTimeOffset PassesAt(DateTimeOffset at);
}

internal sealed class GuardUntil(HoldReason reason, string text, DateTimeOffset until) : Guard
{
    public override HoldReason Reason => reason;

    public override string Text => text;

    public override DateTimeOffset PassesAt(DateTimeOffset at) => at < until ? until : at;
}

/// <param name="quiet">The quiet hours.</param>
/// <param name="known">Where the customer lives; null: unknown, and the fallback zone is assumed.</param>
/// <param name="seed">The action's place in the spread.</param>
internal sealed class QuietGuard(QuietHours quiet, TimeZoneInfo? known, string seed) : Guard
{
    private readonly TimeZoneInfo _zone = known ?? quiet.FallbackZone;

    public override HoldReason Reason => HoldReason.QuietHours;

    public override string Text => quiet.Text(_zone, known is null);

    /// <summary>What was assumed, in words; null: nothing.</summary>
    public string? Assumption => known is null ? $"Time zone unknown: {_zone.Id} was assumed for quiet hours" : null;

    public override DateTimeOffset PassesAt(DateTimeOffset at) => quiet.PassesAt(at, _zone, seed);
}

internal sealed class CapGuard(FrequencyCap cap, ImmutableArray<ulong> admitted) : Guard
{
    public override HoldReason Reason => HoldReason.FrequencyCap;

    public override string Text => cap.Text;

    public override DateTimeOffset PassesAt(DateTimeOffset at) => cap.PassesAt(admitted, at);
}

/// <summary>A limit that customers share.</summary>
internal sealed class SharedGuard(LimitUse use, GuardedAction action, bool full, DateTimeOffset ends) : Guard
{
    public override HoldReason Reason => Kind switch
    {
        "fired" => HoldReason.PolicyStopped,
        "budget" or "actions" => HoldReason.Budget,
        "codes" => HoldReason.Codes,
        _ => HoldReason.Queue,
    };

    public override string Text => Kind switch
    {
        "fired" => "A breaker stops the policy where it acts far more often than is usual at that time",
        "budget" => FormattableString.Invariant($"The policy's offers come to at most {use.Max / 100m:0.00} {action.Budget!.Currency} a day"),
        "actions" => $"The policy acts at most {use.Max} times a day",
        "codes" => $"The pool {action.Codes} has {(full ? "no" : "a")} code left",
        "hour" => $"Queue {action.Queue} takes at most {use.Max} callbacks an hour",
        "day" => $"Queue {action.Queue} takes at most {use.Max} callbacks a day",
        _ => $"Queue {action.Queue} has at most {use.Max} open cases",
    };

    private string Kind => use.Limit[..use.Limit.IndexOf(':', StringComparison.Ordinal)];

    public override DateTimeOffset PassesAt(DateTimeOffset at) => full && at < ends ? ends : at;
}
