namespace CxOrchestrator.Sentiment;

/// <summary>A phrase of a team's own, beside those of a pack.</summary>
/// <param name="Language">Of the pack that it is added to.</param>
/// <param name="Text">Words in lower case; <c>*</c> at a word's end is any ending, <c>_</c> a gap of up to two words.</param>
/// <param name="Reason">What it names; null: the reason that the pack names with it, if any.</param>
/// <param name="Sentiment">-1 to 1; null: what the pack says, and without that nothing.</param>
public sealed record TeamPhrase(string Language, string Text, string? Reason, double? Sentiment);
