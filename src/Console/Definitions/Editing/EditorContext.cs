namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>What every part of a form works with.</summary>
/// <param name="Session">The document.</param>
/// <param name="Words">What there is to choose from.</param>
/// <param name="ShowText">Opens the text view at a line.</param>
internal sealed record EditorContext(EditorSession Session, Vocabulary Words, Action<int> ShowText);
