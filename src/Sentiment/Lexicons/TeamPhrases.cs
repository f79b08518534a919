namespace CxOrchestrator.Sentiment.Lexicons;

/// <summary>The phrases of a pack with a team's own, which count more where both have the same words.</summary>
internal static class TeamPhrases
{
    /// <summary>Weight of a sentiment of 1: that of the strongest phrases of packs.</summary>
    private const double WeightMax = 3;

    /// <summary>The group of phrases that say how somebody feels, not why.</summary>
    private const string Mood = "general";

    public static PhraseLexicon Add(PhraseLexicon pack, IEnumerable<TeamPhrase> added)
    {
        var phrases = pack.Phrases.ToDictionary(p => string.Join(' ', p.Words), StringComparer.Ordinal);
        foreach (var phrase in added)
        {
            var had = phrases.GetValueOrDefault(phrase.Text);
            phrases[phrase.Text] = new Phrase(
                phrase.Reason ?? had?.Reason ?? Mood, phrase.Sentiment is { } sentiment ? sentiment * WeightMax : had?.Weight ?? 0, phrase.Text.Split(' '));
        }

        return new PhraseLexicon(phrases.Values);
    }
}
