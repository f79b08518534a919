namespace CxOrchestrator.Rules.Policies;

/// <summary>The text of an action as its document has it.</summary>
/// <param name="Channel">The channel, or the queue of a callback.</param>
/// <param name="Template">Id of the template that has the text; null: it is in the policy.</param>
/// <param name="Subject">Of a message; null: none.</param>
/// <param name="Text">Empty where a template has it.</param>
public sealed record ActionText(string Channel, string? Template, string? Subject, string Text);
