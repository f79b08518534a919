namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>A word, or a few, with a mood.</summary>
/// <param name="Language">Two letters.</param>
/// <param name="Text">In lower case, single spaces between words; a word's end may be open (<c>delay*</c>), and <c>_</c> is a gap of up to two words.</param>
/// <param name="Sentiment">-1 (negative) to 1 (positive).</param>
public sealed record LexiconWord(string Language, string Text, double Sentiment);
