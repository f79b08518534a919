namespace CxOrchestrator.Sentiment.Lexicons;

/// <summary>A phrase of a domain lexicon: words of which one may be a prefix (<c>delay*</c>), with up to two others at a gap (<c>_</c>).</summary>
/// <param name="Reason">What a customer who writes it writes about; one of the lexicon's own.</param>
/// <param name="Weight">-3 to 3; 0 for a phrase that only asks.</param>
/// <param name="Words">One or more; never a gap at an end.</param>
internal sealed record Phrase(string Reason, double Weight, string[] Words)
{
    /// <summary>Words that a gap may hold.</summary>
    public const int GapMax = 2;

    /// <summary>Words without gaps: longer phrases win.</summary>
    public int Length { get; } = Words.Count(w => w != "_");
}
