using System.Collections.Frozen;
using CxOrchestrator.Sentiment.Tokens;

namespace CxOrchestrator.Sentiment.Languages;

/// <summary>The words of a language that change what others mean.</summary>
internal sealed class LanguageWords
{
    /// <summary>Tokens before a word in which a negation reaches it.</summary>
    private const int NegationReach = 3;

    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _negators;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _buts;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _boosters;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _dampeners;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _plain;

    public LanguageWords(ILookup<string, string> words)
    {
        _negators = Set(words["negators"]);
        _buts = Set(words["but"]);
        _boosters = Set(words["boosters"]);
        _dampeners = Set(words["dampeners"]);
        _plain = Set(words["plain"]);
    }

    public bool IsNegator(ReadOnlySpan<char> word) => _negators.Contains(word);

    public bool IsBut(ReadOnlySpan<char> word) => _buts.Contains(word);

    /// <summary>A word such as "help", whose valence says nothing in a message to a company.</summary>
    public bool IsPlain(ReadOnlySpan<char> word) => _plain.Contains(word);

    /// <summary>1 for "very", -1 for "hardly", else 0.</summary>
    public int Degree(ReadOnlySpan<char> word) => _boosters.Contains(word) ? 1 : _dampeners.Contains(word) ? -1 : 0;

    /// <summary>A negator is among the three tokens before, with no punctuation and no "but" between.</summary>
    public bool IsNegated(TokenizedText text, int at)
    {
        for (var before = at - 1; before >= 0 && before >= at - NegationReach; before--)
        {
            if (text.Tokens[before].Stops || IsBut(text[before]))
            {
                return false;
            }

            if (IsNegator(text[before]))
            {
                return true;
            }
        }

        return false;
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(IEnumerable<string> words) =>
        words.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
