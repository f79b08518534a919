namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>A phrase that names a reason.</summary>
/// <param name="Language">Two letters.</param>
/// <param name="Reason">What it is about.</param>
/// <param name="Text">As <see cref="LexiconWord.Text"/>.</param>
public sealed record LexiconPhrase(string Language, string Reason, string Text);
