using CxOrchestrator.Sentiment.Tokens;

namespace CxOrchestrator.Sentiment.Models;

/// <summary>
/// Features of a text: words and pairs of words (apart where a negation is before them), its length, capitals, a final question mark,
/// and sizes that the lexicons give.
/// </summary>
internal static class Features
{
    /// <summary>Characters of a word that count.</summary>
    public const int WordLengthMax = 40;

    private const int NegationReach = 4;
    private const double SizeMax = 1.5;

    /// <summary>A sum of weights that counts as 1.</summary>
    private const double SizeUnit = 2.5;

    public static void Collect<TSink>(TextFacts facts, string[] reasons, ref TSink sink)
        where TSink : IFeatureSink, allows ref struct
    {
        Words(facts, ref sink);
        Shape(facts.Text, ref sink);
        Sizes(facts, reasons, ref sink);
    }

    private static void Words<TSink>(TextFacts facts, ref TSink sink)
        where TSink : IFeatureSink, allows ref struct
    {
        Span<char> name = stackalloc char[(2 * WordLengthMax) + 4];
        var text = facts.Text;
        var (previous, negatedUntil) = (-1, -1);
        for (var at = 0; at < text.Count; at++)
        {
            var token = text.Tokens[at];
            if (token.Stops || facts.Words.IsBut(text[at]))
            {
                negatedUntil = -1;
            }

            if (token.Speaks)
            {
                var word = Cut(text[at]);
                sink.Add(Join(name, at <= negatedUntil ? "n " : "u ", word, default), 1);
                sink.Add(previous < 0 ? Join(name, "b ", "^", word) : Join(name, "b ", Cut(text[previous]), word), 1);
                previous = at;
            }

            if (facts.Words.IsNegator(text[at]))
            {
                negatedUntil = at + NegationReach;
            }
        }

        if (previous >= 0)
        {
            sink.Add(Join(name, "b ", Cut(text[previous]), "$"), 1);
        }
    }

    private static void Shape<TSink>(TokenizedText text, ref TSink sink)
        where TSink : IFeatureSink, allows ref struct
    {
        var (words, capitals) = (0, 0);
        foreach (var token in text.Tokens)
        {
            words += token.Kind == TokenKind.Word ? 1 : 0;
            capitals += token.Capitals ? 1 : 0;
        }

        sink.Add(words switch { <= 2 => "length 2", <= 5 => "length 5", <= 9 => "length 9", <= 14 => "length 14", <= 20 => "length 20", _ => "length more" }, 1);
        if (capitals >= 3)
        {
            sink.Add("capitals", 1);
        }

        for (var at = text.Count - 1; at >= 0 && text.Tokens[at] is { Kind: not TokenKind.Word } token; at--)
        {
            if (token.Kind == TokenKind.Mark && text[at].Contains('?'))
            {
                sink.Add("asks", 1);
                break;
            }
        }
    }

    private static void Sizes<TSink>(TextFacts facts, string[] reasons, ref TSink sink)
        where TSink : IFeatureSink, allows ref struct
    {
        sink.Add("compound", facts.Valence.Compound);
        sink.Add("positive", facts.Valence.Positive);
        sink.Add("negative", facts.Valence.Negative);
        sink.Add("praise", Size(facts.Positive));
        sink.Add("blame", Size(facts.Negative));
        sink.Add("last", Size(facts.LastSentence()));
        Span<char> name = stackalloc char[WordLengthMax + 8];
        foreach (var reason in reasons)
        {
            var (sum, named) = (0.0, false);
            foreach (var match in facts.Matches)
            {
                sum += match.Phrase.Reason == reason ? match.Weight : 0;
                named |= match.Phrase.Reason == reason && match.Weight == 0;
            }

            if (named)
            {
                sink.Add(Join(name, "about ", Cut(reason), default), 1);
            }

            if (sum != 0)
            {
                sink.Add(Join(name, "reason ", Cut(reason), default), Size(sum));
            }
        }
    }

    private static double Size(double sum) => Math.Clamp(sum / SizeUnit, -SizeMax, SizeMax);

    private static ReadOnlySpan<char> Cut(ReadOnlySpan<char> word) => word.Length > WordLengthMax ? word[..WordLengthMax] : word;

    private static ReadOnlySpan<char> Join(Span<char> buffer, ReadOnlySpan<char> kind, ReadOnlySpan<char> first, ReadOnlySpan<char> second)
    {
        kind.CopyTo(buffer);
        first.CopyTo(buffer[kind.Length..]);
        var length = kind.Length + first.Length;
        if (!second.IsEmpty)
        {
            buffer[length++] = ' ';
            second.CopyTo(buffer[length..]);
            length += second.Length;
        }

        return buffer[..length];
    }
}
