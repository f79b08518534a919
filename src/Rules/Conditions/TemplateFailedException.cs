namespace CxOrchestrator.Rules.Conditions;

/// <summary>A text could not be made of the values at hand: nothing of it is to be sent.</summary>
/// <param name="reason">Where it failed and why, in words.</param>
public sealed class TemplateFailedException(string reason) : Exception(reason);
