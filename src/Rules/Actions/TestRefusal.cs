namespace CxOrchestrator.Rules.Actions;

/// <summary>Why a test send leaves out a message or an offer.</summary>
/// <param name="Reason">What admission would say.</param>
/// <param name="Limit">The same in words; null where the reason says it all.</param>
public sealed record TestRefusal(HoldReason Reason, string? Limit);
