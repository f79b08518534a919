using System.Collections.Immutable;
using CxOrchestrator.Sentiment.Languages;
using CxOrchestrator.Sentiment.Lexicons;
using CxOrchestrator.Sentiment.Models;
using CxOrchestrator.Sentiment.Packs;
using CxOrchestrator.Sentiment.Tokens;
using CxOrchestrator.Sentiment.Training;

namespace CxOrchestrator.Sentiment;

/// <summary>Reads the mood of short messages to a company, in the languages that have a pack. Safe from many threads.</summary>
public sealed class SentimentReader
{
    /// <summary>Most reasons of a text.</summary>
    public const int ReasonsMax = 10;

    /// <summary>Share of a text's words that its pack has to know.</summary>
    private const double KnownMin = 0.5;

    /// <summary>The same where short words, or the source, already say the language.</summary>
    private const double KnownOfNamedMin = 0.25;

    /// <summary>Without words a text is read by the first pack: signs mean the same in all.</summary>
    private const string SignLanguage = "en";

    private readonly LanguageVote _vote;
    private readonly ImmutableArray<LanguagePack> _packs;

    private SentimentReader(LanguageVote vote, ImmutableArray<LanguagePack> packs) => (_vote, _packs) = (vote, packs);

    /// <summary>Reads the packs of the assembly; some tens of milliseconds.</summary>
    public static SentimentReader Load() =>
        With([.. PackFiles.Languages.Select(PackFiles.Load)]);

    /// <summary>A reader that knows a team's own phrases besides; what it reads names both versions.</summary>
    /// <param name="version">Of the phrases: changes with each of them.</param>
    /// <param name="phrases">Those of languages without a pack do nothing.</param>
    public SentimentReader With(string version, IReadOnlyCollection<TeamPhrase> phrases) => new(
        _vote,
        [
            .. _packs.Select(pack => phrases.Where(p => p.Language == pack.Language).ToList() is { Count: > 0 } own
                ? pack with { Version = $"{pack.Version}+{version}", Phrases = TeamPhrases.Add(pack.Phrases, own) }
                : pack),
        ]);

    /// <summary>A reader of some packs only, such as new ones.</summary>
    internal static SentimentReader With(params ImmutableArray<LanguagePack> packs) =>
        new(new LanguageVote(PackText.Words("languages.txt", PackFiles.Read("languages.txt"))), packs);

    /// <summary>Trains the weights of a language's pack from its sentences; the same on every machine, but for the last digit.</summary>
    /// <returns>The text of its <c>weights.txt</c>.</returns>
    /// <exception cref="ArgumentException">The language has no pack.</exception>
    public static string Train(string language) => PackFiles.Languages.Contains(language)
        ? Trainer.Train(language)
        : throw new ArgumentException($"'{language}' has no pack; these have: {string.Join(", ", PackFiles.Languages)}.", nameof(language));

    /// <summary>Languages with a pack.</summary>
    public static IReadOnlyList<string> Languages => PackFiles.Languages;

    /// <summary>Reasons that the packs can find, in ordinal order.</summary>
    public ImmutableArray<string> Reasons => [.. _packs.SelectMany(p => p.Phrases.Reasons).Where(ReasonsOf.IsReason).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Languages with a pack, and the versions of these.</summary>
    public ImmutableDictionary<string, string> Versions => _packs.ToImmutableDictionary(p => p.Language, p => p.Version);

    /// <summary>Reads a text. Never fails: a text that cannot be read has no value.</summary>
    /// <param name="text">Of any length.</param>
    /// <param name="language">BCP 47, where the source says it; null to find it.</param>
    public TextSentiment Read(string text, string? language = null)
    {
        using var tokens = Tokenizer.Split(text);
        var (words, signs) = Count(tokens);
        if (words == 0)
        {
            return signs == 0 ? TextSentiment.Unread(null) : Read(tokens, _packs.First(p => p.Language == SignLanguage)) with { Language = null };
        }

        var named = Primary(language) ?? _vote.Of(tokens);
        if (named is null)
        {
            var best = _packs.MaxBy(pack => Known(tokens, pack))!;
            return Known(tokens, best) >= KnownMin * words ? Read(tokens, best) : TextSentiment.Unread(null);
        }

        return _packs.FirstOrDefault(p => p.Language == named) is { } pack && Known(tokens, pack) >= KnownOfNamedMin * words
            ? Read(tokens, pack)
            : TextSentiment.Unread(named);
    }

    private static TextSentiment Read(TokenizedText text, LanguagePack pack)
    {
        Span<double> classes = stackalloc double[Softmax.Classes];
        var facts = pack.Facts(text);
        pack.Weigh(facts, classes);
        var @class = (classes[0] >= classes[1] && classes[0] >= classes[2] ? 0 : classes[2] > classes[1] ? 2 : 1) - 1;
        return new(Math.Round(classes[2] - classes[0], 3), @class, @class > 0 ? [] : ReasonsOf.Text(facts, @class < 0), pack.Language, pack.Version);
    }

    /// <summary>Words of the text that the pack has seen.</summary>
    private int Known(TokenizedText text, LanguagePack pack)
    {
        Span<char> name = stackalloc char[Features.WordLengthMax + 2];
        "u ".CopyTo(name);
        var known = 0;
        for (var at = 0; at < text.Count; at++)
        {
            if (text.Tokens[at].Kind != TokenKind.Word)
            {
                continue;
            }

            var word = text[at];
            var length = Math.Min(word.Length, Features.WordLengthMax);
            word[..length].CopyTo(name[2..]);
            known += _vote.Knows(pack.Language, word) || pack.Valences.Knows(word) || pack.Model.PlaceOf(name[..(length + 2)]) >= 0 || pack.Phrases.Knows(word) ? 1 : 0;
        }

        return known;
    }

    private static (int Words, int Signs) Count(TokenizedText text)
    {
        var (words, signs) = (0, 0);
        foreach (var token in text.Tokens)
        {
            words += token.Kind == TokenKind.Word ? 1 : 0;
            signs += token.Kind is TokenKind.Sign or TokenKind.Smile or TokenKind.Frown ? 1 : 0;
        }

        return (words, signs);
    }

    private static string? Primary(string? language) => string.IsNullOrWhiteSpace(language) || language == "und"
        ? null
        : language.Split('-', '_')[0].ToLowerInvariant();
}
