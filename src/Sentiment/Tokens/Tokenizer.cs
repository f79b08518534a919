using System.Globalization;
using System.Text;

namespace CxOrchestrator.Sentiment.Tokens;

/// <summary>Splits a text into tokens. Every text has tokens, if only none: it never fails, whatever the characters.</summary>
internal static class Tokenizer
{
    public static TokenizedText Split(ReadOnlySpan<char> text)
    {
        var tokens = new TokenizedText(text.Length);
        for (var at = 0; at < text.Length;)
        {
            at += Next(text, at, tokens);
        }

        return tokens;
    }

    /// <summary>Reads what begins at a place; gives the number of characters it took, at least 1.</summary>
    private static int Next(ReadOnlySpan<char> text, int at, TokenizedText tokens)
    {
        var rest = text[at..];
        var first = rest[0];
        if (first is '\n' or '\r')
        {
            tokens.Add(TokenKind.End);
            return 1;
        }

        if (char.IsWhiteSpace(first))
        {
            return 1;
        }

        var taken = Masks.Take(rest, tokens);
        if (taken > 0)
        {
            return taken;
        }

        if (Emoticons.Take(rest, at == 0 || !char.IsLetterOrDigit(text[at - 1]), tokens) is > 0 and var emoticon)
        {
            return emoticon;
        }

        return first switch
        {
            '#' => HashTag(rest, tokens),
            '!' or '?' => Mark(rest, tokens),
            '.' or '…' => One(tokens, TokenKind.End),
            ',' or ';' or ':' or '(' or ')' or '"' or '“' or '”' or '—' or '–' => One(tokens, TokenKind.Pause),
            _ when char.IsLetter(first) => Word(rest, tokens),
            _ => Sign(rest, tokens),
        };
    }

    private static int One(TokenizedText tokens, TokenKind kind)
    {
        tokens.Add(kind);
        return 1;
    }

    private static int Word(ReadOnlySpan<char> rest, TokenizedText tokens)
    {
        var length = WordLength(rest);
        tokens.AddWord(rest[..length]);
        return length;
    }

    /// <summary>Letters, their marks, and apostrophes between them.</summary>
    private static int WordLength(ReadOnlySpan<char> rest)
    {
        var length = 1;
        while (length < rest.Length && (char.IsLetter(rest[length]) || char.GetUnicodeCategory(rest[length]) is UnicodeCategory.NonSpacingMark
            || (rest[length] is '\'' or '’' or '‘' or '`' or '´' && length + 1 < rest.Length && char.IsLetter(rest[length + 1]))))
        {
            length++;
        }

        return length;
    }

    /// <summary><c>#NeverAgain</c> is two words; a capital after a small letter begins a word.</summary>
    private static int HashTag(ReadOnlySpan<char> rest, TokenizedText tokens)
    {
        var end = 1;
        while (end < rest.Length && char.IsLetter(rest[end]))
        {
            end++;
        }

        for (var start = 1; start < end;)
        {
            var length = 1;
            while (start + length < end && !(char.IsUpper(rest[start + length]) && char.IsLower(rest[start + length - 1])))
            {
                length++;
            }

            tokens.AddWord(rest.Slice(start, length));
            start += length;
        }

        return end;
    }

    private static int Mark(ReadOnlySpan<char> rest, TokenizedText tokens)
    {
        var length = rest.IndexOfAnyExcept('!', '?') is >= 0 and var other ? other : rest.Length;
        var run = rest[..length];
        tokens.Add(TokenKind.Mark, run.Contains('?') ? run.Contains('!') ? "?!" : "?" : length > 1 ? "!!" : "!");
        return length;
    }

    /// <summary>An emoji without its selectors, joiners and colours of skin; all other characters are passed over.</summary>
    private static int Sign(ReadOnlySpan<char> rest, TokenizedText tokens)
    {
        if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != System.Buffers.OperationStatus.Done)
        {
            return Math.Max(length, 1);
        }

        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol && rune != Rune.ReplacementChar)
        {
            tokens.Add(TokenKind.Sign, rest[..length]);
        }
        else if (Rune.IsLetter(rune))
        {
            tokens.AddWord(rest[..length]);
        }

        return length;
    }
}
