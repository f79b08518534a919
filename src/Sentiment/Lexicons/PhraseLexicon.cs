using System.Collections.Frozen;
using System.Globalization;
using CxOrchestrator.Sentiment.Languages;
using CxOrchestrator.Sentiment.Tokens;

namespace CxOrchestrator.Sentiment.Lexicons;

/// <summary>The phrases of a pack. At each place the longest wins, and its words are used up.</summary>
internal sealed class PhraseLexicon
{
    /// <summary>What is left of praise after "not", and of a single bad word.</summary>
    private const double NegatedPraise = -0.7;
    private const double NegatedBlame = -0.3;

    private readonly FrozenDictionary<string, Phrase[]>.AlternateLookup<ReadOnlySpan<char>> _whole;
    private readonly FrozenDictionary<string, Phrase[]>.AlternateLookup<ReadOnlySpan<char>> _begun;
    private readonly int _prefixMin;
    private readonly int _prefixMax;

    public PhraseLexicon(IReadOnlyCollection<Phrase> phrases)
    {
        Phrases = phrases;
        Reasons = [.. phrases.Select(p => p.Reason).Distinct().Order(StringComparer.Ordinal)];
        _whole = ByFirst(phrases.Where(p => !p.Words[0].EndsWith('*')));
        var begun = phrases.Where(p => p.Words[0].EndsWith('*')).ToList();
        _begun = ByFirst(begun);
        _prefixMin = begun.Select(p => p.Words[0].Length - 1).DefaultIfEmpty(int.MaxValue).Min();
        _prefixMax = begun.Select(p => p.Words[0].Length - 1).DefaultIfEmpty(0).Max();
    }

    public IReadOnlyCollection<Phrase> Phrases { get; }

    /// <summary>All reasons of its phrases, in ordinal order.</summary>
    public string[] Reasons { get; }

    /// <summary>Reads lines of reason, weight and phrase, separated by tabs.</summary>
    /// <exception cref="InvalidDataException">A line is not of that form; the message names it.</exception>
    public static PhraseLexicon Parse(string name, string text) => new([.. PackText.Lines(text).Select(line => ParseLine(name, line.Number, line.Text))]);

    /// <summary>A phrase begins with the word.</summary>
    public bool Knows(ReadOnlySpan<char> word)
    {
        for (var length = _prefixMin; length <= Math.Min(word.Length, _prefixMax); length++)
        {
            if (_begun.ContainsKey(word[..length]))
            {
                return true;
            }
        }

        return _whole.ContainsKey(word);
    }

    /// <summary>Adds the matches of a text, in its order.</summary>
    public void Find(TokenizedText text, LanguageWords words, List<PhraseMatch> matches)
    {
        for (var at = 0; at < text.Count;)
        {
            var (phrase, end) = Longest(text, at);
            if (phrase is null)
            {
                at++;
                continue;
            }

            matches.Add(Weighed(text, words, phrase, at, end));
            at = end;
        }
    }

    private static PhraseMatch Weighed(TokenizedText text, LanguageWords words, Phrase phrase, int start, int end)
    {
        var negated = words.IsNegated(text, start);
        var weight = phrase.Weight switch
        {
            > 0 when negated => phrase.Weight * NegatedPraise,
            < 0 when negated && phrase.Length == 1 => phrase.Weight * NegatedBlame,
            var whole => whole,
        };
        return new PhraseMatch(phrase, start, end, weight, negated);
    }

    private (Phrase? Phrase, int End) Longest(TokenizedText text, int at)
    {
        var first = text[at];
        if (!text.Tokens[at].Speaks)
        {
            return default;
        }

        var best = (Phrase: (Phrase?)null, End: at);
        if (_whole.TryGetValue(first, out var phrases))
        {
            best = Longest(text, at, phrases, best);
        }

        for (var length = _prefixMin; length <= Math.Min(first.Length, _prefixMax); length++)
        {
            if (_begun.TryGetValue(first[..length], out phrases))
            {
                best = Longest(text, at, phrases, best);
            }
        }

        return best;
    }

    private static (Phrase? Phrase, int End) Longest(TokenizedText text, int at, Phrase[] phrases, (Phrase? Phrase, int End) best)
    {
        foreach (var phrase in phrases)
        {
            if (phrase.Length > (best.Phrase?.Length ?? 0) && EndOf(text, at, phrase.Words) is > 0 and var end)
            {
                best = (phrase, end);
            }
        }

        return best;
    }

    /// <summary>The token after the phrase's last word, or 0 where the text goes on otherwise.</summary>
    private static int EndOf(TokenizedText text, int at, string[] words)
    {
        for (var word = 1; word < words.Length; word++)
        {
            at++;
            var gap = words[word] == "_" ? Phrase.GapMax : 0;
            word += gap > 0 ? 1 : 0;
            while (at < text.Count && text.Tokens[at].Speaks && !IsWord(text[at], words[word]) && gap > 0)
            {
                at++;
                gap--;
            }

            if (at >= text.Count || !text.Tokens[at].Speaks || !IsWord(text[at], words[word]))
            {
                return 0;
            }
        }

        return at + 1;
    }

    private static bool IsWord(ReadOnlySpan<char> token, string word) =>
        word.EndsWith('*') ? token.StartsWith(word.AsSpan(0, word.Length - 1), StringComparison.Ordinal) : token.SequenceEqual(word);

    private static FrozenDictionary<string, Phrase[]>.AlternateLookup<ReadOnlySpan<char>> ByFirst(IEnumerable<Phrase> phrases) => phrases
        .GroupBy(p => p.Words[0].TrimEnd('*'), StringComparer.Ordinal)
        .ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private static Phrase ParseLine(string name, int number, string line) =>
        line.Split('\t') is [var reason, var weight, var phrase]
        && double.TryParse(weight, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words && words[0] != "_" && words[^1] != "_"
            ? new Phrase(reason, value, words)
            : throw new InvalidDataException($"{name}, line {number}: write reason, weight and phrase, separated by tabs; a phrase neither begins nor ends with _.");
}
