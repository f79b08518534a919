using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Lexicons;

/// <summary>Reads a team's own words and reasons.</summary>
internal static partial class LexiconReading
{
    private const int VersionLength = 8;

    public static Lexicon Read(Fields fields)
    {
        var words = Words(fields);
        var (reasons, phrases) = Reasons(fields);
        if (words.IsEmpty && reasons.IsEmpty && !fields.Has("words") && !fields.Has("reasons"))
        {
            fields.File.Error(fields.Place, "a lexicon has words, reasons or both");
        }

        return new Lexicon { Version = VersionOf(words, phrases), Words = words, Phrases = phrases, Reasons = reasons };
    }

    private static ImmutableArray<LexiconWord> Words(Fields fields)
    {
        var words = ImmutableArray.CreateBuilder<LexiconWord>();
        foreach (var (language, node) in Languages(fields, "words", "words: {en: {dreadful: -0.8}}"))
        {
            if (node is not MapNode map)
            {
                fields.File.Error(node.Place, "the words of a language are a group, each with its sentiment, like dreadful: -0.8");
                continue;
            }

            foreach (var (key, value) in Fields.Distinct(fields.File, map, Lexicon.WordsMax, "keep one"))
            {
                if (Phrase(fields.File, key.Place, key.Value) is not { } text || fields.Number(value, key.Value, -1, 1) is not { } sentiment)
                {
                    continue;
                }

                if (words.Any(w => w.Language == language && w.Text == text))
                {
                    fields.File.Error(key.Place, $"'{Fields.Short(text)}' appears twice; capitals and spaces make no difference");
                }

                words.Add(new LexiconWord(language, text, sentiment));
            }
        }

        return words.ToImmutable();
    }

    private static (ImmutableArray<string> Reasons, ImmutableArray<LexiconPhrase> Phrases) Reasons(Fields fields)
    {
        var (names, phrases) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<LexiconPhrase>());
        var seen = new HashSet<(string, string)>();
        foreach (var item in fields.Groups(fields.Optional("reasons"), "reasons", Lexicon.ReasonsMax).Select(n => Fields.Open(fields.File, n, LexiconShapes.Reason)).OfType<Fields>())
        {
            var name = Name(item);
            if (name.Length > 0 && names.Contains(name))
            {
                item.File.Error(item.PlaceOf("name"), $"the reason '{name}' appears twice; keep its phrases together");
            }
            else if (name.Length > 0)
            {
                names.Add(name);
            }

            _ = item.Required("phrases");
            foreach (var (language, node) in Languages(item, "phrases", "phrases: {en: [crushed box]}"))
            {
                foreach (var phrase in item.Items(node, "phrases", Lexicon.PhrasesMax))
                {
                    if (Fields.Text(item.File, phrase, "phrases", Lexicon.PhraseLengthMax) is not { } written || Phrase(item.File, phrase.Place, written) is not { } text)
                    {
                        continue;
                    }

                    if (!seen.Add((language, text)))
                    {
                        item.File.Error(phrase.Place, $"'{Fields.Short(text)}' appears twice; a phrase names one reason");
                    }

                    phrases.Add(new LexiconPhrase(language, name, text));
                }
            }
        }

        return (names.ToImmutable(), phrases.ToImmutable());
    }

    private static string Name(Fields fields)
    {
        if (fields.Word("name", required: true) is not { } name)
        {
            return "";
        }

        if (name.Length > Feedback.ReasonLengthMax || !ReasonForm().IsMatch(name))
        {
            fields.File.Error(fields.PlaceOf("name"), $"'{Fields.Short(name)}' cannot be a reason; use lower-case letters, digits and dashes, at most {Feedback.ReasonLengthMax}, like damaged-box");
            return "";
        }

        return name;
    }

    private static IEnumerable<(string Language, Node Node)> Languages(Fields fields, string name, string example)
    {
        switch (fields.Optional(name))
        {
            case null:
                yield break;
            case MapNode map:
                foreach (var (key, node) in Fields.Distinct(fields.File, map, TextLanguages.Known.Length, "keep one"))
                {
                    if (!TextLanguages.Known.Contains(key.Value))
                    {
                        fields.File.Error(key.Place, $"texts are read in {string.Join(" and ", TextLanguages.Known)}, not in '{Fields.Short(key.Value)}'");
                    }
                    else if (node is not BrokenNode)
                    {
                        yield return (key.Value, node);
                    }
                }

                break;
            case var node:
                fields.File.Error(node.Place, $"'{name}' is a group of languages, like {example}");
                break;
        }
    }

    // As texts are split: lower case, words of letters with apostrophes, a number's place as <num>.
    private static string? Phrase(SourceFile file, Place place, string written)
    {
        var words = written.ToLowerInvariant().Replace('’', '\'').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var wrong = words.Length is 0 or > Lexicon.PhraseWordsMax ? $"a phrase has 1 to {Lexicon.PhraseWordsMax} words"
            : words[0] == "_" || words[^1] == "_" ? "a gap (_) stands between words, not at an end"
            : words.FirstOrDefault(w => !WordForm().IsMatch(w)) is { } bad ? $"'{Fields.Short(bad)}' is no word of a text; write letters, <num> for a number, * at the end of a word for any ending"
            : null;
        if (wrong is null)
        {
            return string.Join(' ', words);
        }

        file.Error(place, wrong);
        return null;
    }

    private static string VersionOf(ImmutableArray<LexiconWord> words, ImmutableArray<LexiconPhrase> phrases)
    {
        var text = string.Join(
            '\n',
            words.Select(w => string.Create(CultureInfo.InvariantCulture, $"w {w.Language} {w.Text} {w.Sentiment:R}")).Concat(phrases.Select(p => $"r {p.Language} {p.Reason} {p.Text}")).Order(StringComparer.Ordinal));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..VersionLength];
    }

    [GeneratedRegex(@"^([\p{L}\p{M}']{1,40}\*?|_|<num>)\z", RegexOptions.CultureInvariant)]
    private static partial Regex WordForm();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ReasonForm();
}
