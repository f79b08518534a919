namespace CxOrchestrator.Sentiment.Lexicons;

/// <summary>A phrase found in a text.</summary>
/// <param name="Phrase">The phrase.</param>
/// <param name="Start">Its first token.</param>
/// <param name="End">The token after its last.</param>
/// <param name="Weight">Its weight after negation.</param>
/// <param name="Negated">A negation is before it.</param>
internal readonly record struct PhraseMatch(Phrase Phrase, int Start, int End, double Weight, bool Negated);
