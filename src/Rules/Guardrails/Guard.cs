using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>A limit that concerns an action: what it is, and when it lets the action pass.</summary>
/// <param name="Reason">Which limit.</param>
/// <param name="Text">In words, as documents say it.</param>
/// <param name="PassesAt">The earliest moment, not before the given one, at which it lets the action pass; where nobody can tell, when to ask again.</param>
internal sealed record Guard(HoldReason Reason, string Text, Func<DateTimeOffset, DateTimeOffset> PassesAt)
{
    /// <summary>Its end is not known: it is asked again from time to time.</summary>
    public bool IsOpenEnded { get; init; }
}
