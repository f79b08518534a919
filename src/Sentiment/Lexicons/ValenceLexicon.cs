using System.Collections.Frozen;
using System.Globalization;
using CxOrchestrator.Sentiment.Languages;
using CxOrchestrator.Sentiment.Tokens;

namespace CxOrchestrator.Sentiment.Lexicons;

/// <summary>
/// Words with a valence of -4 to 4, and the rules of VADER (Hutto and Gilbert, 2014) for what the words around them make of it:
/// degree, capitals, negation, "but" and exclamation marks.
/// </summary>
internal sealed class ValenceLexicon
{
    private const double DegreeStep = 0.293;
    private const double CapitalsStep = 0.733;
    private const double Negation = -0.74;
    private const double BeforeBut = 0.5;
    private const double AfterBut = 1.5;
    private const double ExclamationStep = 0.292;
    private const int ExclamationsMax = 4;
    private const double Normal = 15;
    private const int Reach = 3;

    private readonly FrozenDictionary<string, double>.AlternateLookup<ReadOnlySpan<char>> _valences;

    private ValenceLexicon(FrozenDictionary<string, double> valences) => _valences = valences.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Of a language for which there is none.</summary>
    public static ValenceLexicon Empty { get; } = new(FrozenDictionary<string, double>.Empty);

    /// <summary>Reads lines of word and valence, separated by a tab.</summary>
    /// <exception cref="InvalidDataException">A line is not of that form; the message names it.</exception>
    public static ValenceLexicon Parse(string name, string text)
    {
        var valences = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (number, line) in PackText.Lines(text))
        {
            if (line.Split('\t') is not [var word, var valence] || !double.TryParse(valence, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            {
                throw new InvalidDataException($"{name}, line {number}: write a word and its valence, separated by a tab.");
            }

            valences.TryAdd(Shortened(word), value);
        }

        return new(valences.ToFrozenDictionary(StringComparer.Ordinal));
    }

    public bool Knows(ReadOnlySpan<char> word) => _valences.ContainsKey(word);

    /// <summary>Weighs a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">Words of its language.</param>
    /// <param name="passedOver">Tokens that count 0, by their place; shorter than the text: the others count.</param>
    public Valence Weigh(TokenizedText text, LanguageWords words, ReadOnlySpan<bool> passedOver)
    {
        var but = LastBut(text, words);
        var mixed = IsMixed(text);
        var (sum, positive, negative, neutral, exclamations) = (0.0, 0.0, 0.0, 0, 0);
        for (var at = 0; at < text.Count; at++)
        {
            exclamations += text.Tokens[at].Kind == TokenKind.Mark ? Exclamations(text[at]) : 0;
            var valence = at < passedOver.Length && passedOver[at] ? 0 : Of(text, words, at, mixed);
            valence *= but < 0 || at == but ? 1 : at < but ? BeforeBut : AfterBut;
            sum += valence;
            positive += valence > 0 ? valence + 1 : 0;
            negative += valence < 0 ? 1 - valence : 0;
            neutral += valence == 0 && text.Tokens[at].Kind == TokenKind.Word ? 1 : 0;
        }

        var emphasis = Math.Min(exclamations, ExclamationsMax) * ExclamationStep;
        sum += Math.Sign(sum) * emphasis;
        var total = positive + negative + neutral;
        return total == 0 ? default : new Valence(sum / Math.Sqrt((sum * sum) + Normal), positive / total, negative / total);
    }

    private double Of(TokenizedText text, LanguageWords words, int at, bool mixed)
    {
        if (text.Tokens[at].Kind is not (TokenKind.Word or TokenKind.Sign) || !_valences.TryGetValue(text[at], out var valence) || words.Degree(text[at]) != 0)
        {
            return 0;
        }

        valence += mixed && text.Tokens[at].Capitals ? Math.Sign(valence) * CapitalsStep : 0;
        var whole = Math.Sign(valence);
        for (var before = 1; before <= Reach && at - before >= 0 && !text.Tokens[at - before].Stops; before++)
        {
            var share = before switch { 1 => 1, 2 => 0.95, _ => 0.9 };
            valence += whole * words.Degree(text[at - before]) * DegreeStep * share;
        }

        return words.IsNegated(text, at) ? valence * Negation : valence;
    }

    private static int LastBut(TokenizedText text, LanguageWords words)
    {
        for (var at = text.Count - 1; at > 0; at--)
        {
            if (words.IsBut(text[at]))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Some words are in capitals and others are not: capitals mean something.</summary>
    private static bool IsMixed(TokenizedText text)
    {
        var (capitals, others) = (false, false);
        foreach (var token in text.Tokens)
        {
            capitals |= token.Capitals;
            others |= token is { Kind: TokenKind.Word, Capitals: false };
        }

        return capitals && others;
    }

    private static int Exclamations(ReadOnlySpan<char> mark) => mark switch { "!!" => 3, "!" or "?!" => 1, _ => 0 };

    /// <summary>As the tokenizer leaves a word.</summary>
    private static string Shortened(string word)
    {
        using var text = new TokenizedText(word.Length);
        text.AddWord(word);
        return text[0].ToString();
    }
}
