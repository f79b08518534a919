using CxOrchestrator.Sentiment.Languages;
using CxOrchestrator.Sentiment.Lexicons;
using CxOrchestrator.Sentiment.Tokens;

namespace CxOrchestrator.Sentiment.Models;

/// <summary>What the lexicons of a pack find in a text: what features and reasons are made of.</summary>
internal sealed class TextFacts
{
    private TextFacts(TokenizedText text, LanguageWords words, List<PhraseMatch> matches, Valence valence)
    {
        Text = text;
        Words = words;
        Matches = matches;
        Valence = valence;
        foreach (var match in matches)
        {
            (Positive, Negative) = match.Weight > 0 ? (Positive + match.Weight, Negative) : (Positive, Negative - match.Weight);
        }
    }

    public TokenizedText Text { get; }

    public LanguageWords Words { get; }

    /// <summary>Phrases of the domain lexicon, in the text's order.</summary>
    public List<PhraseMatch> Matches { get; }

    public Valence Valence { get; }

    /// <summary>Sum of the positive weights, 0 or more.</summary>
    public double Positive { get; }

    /// <summary>Sum of the negative weights without their sign, 0 or more.</summary>
    public double Negative { get; }

    public static TextFacts Of(TokenizedText text, LanguageWords words, PhraseLexicon phrases, ValenceLexicon valences)
    {
        var matches = new List<PhraseMatch>();
        phrases.Find(text, words, matches);
        using var passed = new PassedOver(text, words, matches);
        return new(text, words, matches, valences.Weigh(text, words, passed.Tokens));
    }

    /// <summary>Sum of the weights in the last sentence that has a word.</summary>
    public double LastSentence()
    {
        var last = Text.Count - 1;
        while (last >= 0 && Text.Tokens[last].EndsSentence)
        {
            last--;
        }

        var first = last;
        while (first > 0 && !Text.Tokens[first - 1].EndsSentence)
        {
            first--;
        }

        var sum = 0.0;
        for (var at = Matches.Count - 1; at >= 0 && Matches[at].End > first; at--)
        {
            sum += Matches[at].Weight;
        }

        return sum;
    }
}
