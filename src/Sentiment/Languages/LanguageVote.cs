using System.Collections.Frozen;
using CxOrchestrator.Sentiment.Tokens;

namespace CxOrchestrator.Sentiment.Languages;

/// <summary>Finds the language of a text by its short words: each gives its languages a vote.</summary>
internal sealed class LanguageVote
{
    private readonly string[] _languages;
    private readonly FrozenDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _voices;

    public LanguageVote(ILookup<string, string> words)
    {
        _languages = [.. words.Select(group => group.Key)];
        _voices = words
            .SelectMany((group, index) => group.Distinct().Select(word => (word, index)))
            .GroupBy(pair => pair.word, pair => pair.index, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Languages that it knows, with or without a pack.</summary>
    public IReadOnlyList<string> Languages => _languages;

    /// <summary>The language with the most votes; null where no word has one, or two languages have as many.</summary>
    public string? Of(TokenizedText text)
    {
        Span<int> votes = stackalloc int[_languages.Length];
        for (var at = 0; at < text.Count; at++)
        {
            if (text.Tokens[at].Kind == TokenKind.Word && _voices.TryGetValue(text[at], out var languages))
            {
                foreach (var language in languages)
                {
                    votes[language]++;
                }
            }
        }

        var (best, second) = (-1, 0);
        for (var language = 0; language < votes.Length; language++)
        {
            (best, second) = votes[language] switch
            {
                0 => (best, second),
                var count when best < 0 || count > votes[best] => (language, best < 0 ? 0 : votes[best]),
                var count => (best, Math.Max(second, count)),
            };
        }

        return best >= 0 && votes[best] > second ? _languages[best] : null;
    }

    /// <summary>The word is one of the language's short words.</summary>
    public bool Knows(string language, ReadOnlySpan<char> word) =>
        _voices.TryGetValue(word, out var languages) && languages.Contains(Array.IndexOf(_languages, language));
}
