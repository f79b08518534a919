using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>A team's own words and reasons, beside those of the packs.</summary>
public sealed record Lexicon
{
    /// <summary>Most words of a language.</summary>
    public const int WordsMax = 1_000;

    /// <summary>Most reasons.</summary>
    public const int ReasonsMax = 100;

    /// <summary>Most phrases of a reason in a language.</summary>
    public const int PhrasesMax = 200;

    /// <summary>Most words of a phrase, and most characters.</summary>
    public const int PhraseWordsMax = 6;

    public const int PhraseLengthMax = 100;

    /// <summary>Changes with every word; 8 characters. It is stored with each text that it took part in reading.</summary>
    public required string Version { get; init; }

    public ImmutableArray<LexiconWord> Words { get; init; } = [];

    public ImmutableArray<LexiconPhrase> Phrases { get; init; } = [];

    /// <summary>Names of its reasons, in the document's order.</summary>
    public ImmutableArray<string> Reasons { get; init; } = [];
}
