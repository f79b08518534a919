namespace CxOrchestrator.Sentiment.Lexicons;

/// <summary>What VADER's rules say about a text.</summary>
/// <param name="Compound">-1 to 1.</param>
/// <param name="Positive">Share of good words, 0 to 1.</param>
/// <param name="Negative">Share of bad words, 0 to 1.</param>
internal readonly record struct Valence(double Compound, double Positive, double Negative);
