namespace CxOrchestrator.Sentiment.Tokens;

/// <summary>Addresses, names, numbers and codes: recognised by their form, and replaced by it.</summary>
internal static class Masks
{
    private const string CurrencySigns = "$€£¥";

    /// <summary>Longest address that is looked for, in characters; a longer one is cut into several.</summary>
    private const int AddressLengthMax = 500;

    /// <summary>Adds the mask of what begins here; the number of characters, or 0 where nothing of the kind does.</summary>
    public static int Take(ReadOnlySpan<char> rest, TokenizedText tokens) => rest[0] switch
    {
        '@' when rest.Length > 1 && IsNameCharacter(rest[1]) => Masked(tokens, TokenKind.Handle, NameLength(rest)),
        '<' => Written(rest, tokens),
        '&' => Entity(rest, tokens),
        'R' or 'r' when rest.Length > 2 && rest[1] == '$' => Amount(rest, 2, tokens),
        var c when CurrencySigns.Contains(c) => Amount(rest, 1, tokens),
        var c when char.IsAsciiDigit(c) => Number(rest, tokens),
        var c when char.IsLetter(c) => AddressOrCode(rest, tokens),
        _ => 0,
    };

    private static int Masked(TokenizedText tokens, TokenKind kind, int length)
    {
        tokens.Add(kind);
        return length;
    }

    /// <summary>Masks as sentences of a pack write them.</summary>
    private static int Written(ReadOnlySpan<char> rest, TokenizedText tokens) =>
        rest.StartsWith("<num>") ? Masked(tokens, TokenKind.Number, 5)
        : rest.StartsWith("<url>") ? Masked(tokens, TokenKind.Address, 5)
        : rest.StartsWith("<user>") ? Masked(tokens, TokenKind.Handle, 6)
        : rest.StartsWith("<code>") ? Masked(tokens, TokenKind.Code, 6)
        : rest.StartsWith("<money>") ? Masked(tokens, TokenKind.Money, 7)
        : rest.StartsWith("<smile>") ? Masked(tokens, TokenKind.Smile, 7)
        : rest.StartsWith("<frown>") ? Masked(tokens, TokenKind.Frown, 7)
        : 0;

    /// <summary>Entities of HTML, which some sources leave in texts.</summary>
    private static int Entity(ReadOnlySpan<char> rest, TokenizedText tokens) =>
        rest.StartsWith("&lt;3") ? Masked(tokens, TokenKind.Smile, 5)
        : rest.StartsWith("&amp;") ? Masked(tokens, TokenKind.Pause, 5)
        : rest.StartsWith("&lt;") || rest.StartsWith("&gt;") ? Masked(tokens, TokenKind.Pause, 4)
        : 0;

    private static int Amount(ReadOnlySpan<char> rest, int sign, TokenizedText tokens)
    {
        var length = sign;
        while (length < rest.Length && rest[length] == ' ' && length == sign)
        {
            length++;
        }

        var digits = DigitsLength(rest[length..]);
        return digits == 0 ? 0 : Masked(tokens, TokenKind.Money, length + digits);
    }

    private static int Number(ReadOnlySpan<char> rest, TokenizedText tokens)
    {
        var length = DigitsLength(rest);
        if (length < rest.Length && CurrencySigns.Contains(rest[length]))
        {
            return Masked(tokens, TokenKind.Money, length + 1);
        }

        // "3hrs" is a number and a word; "2B3F" is a code.
        var word = length;
        while (word < rest.Length && char.IsAsciiLetter(rest[word]))
        {
            word++;
        }

        return word < rest.Length && char.IsAsciiDigit(rest[word]) && word > length
            ? Masked(tokens, TokenKind.Code, CodeLength(rest))
            : Masked(tokens, TokenKind.Number, length);
    }

    private static int AddressOrCode(ReadOnlySpan<char> rest, TokenizedText tokens)
    {
        if (rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("www.", StringComparison.OrdinalIgnoreCase))
        {
            return Masked(tokens, TokenKind.Address, WordsLength(rest));
        }

        var length = CodeLength(rest);
        if (length < rest.Length - 1 && rest[length] is '@' or '.' && IsMail(rest[..WordsLength(rest)]))
        {
            return Masked(tokens, TokenKind.Address, WordsLength(rest));
        }

        return rest[..length].ContainsAnyInRange('0', '9') ? Masked(tokens, TokenKind.Code, length) : 0;
    }

    private static bool IsMail(ReadOnlySpan<char> word) => word.IndexOf('@') is > 0 and var at && word[at..].Contains('.');

    private static int DigitsLength(ReadOnlySpan<char> rest)
    {
        var length = 0;
        while (length < rest.Length && (char.IsAsciiDigit(rest[length]) || (length > 0 && rest[length] is '.' or ',' or ':' or '/' or '-' && length + 1 < rest.Length && char.IsAsciiDigit(rest[length + 1]))))
        {
            length++;
        }

        return length < rest.Length && length > 0 && rest[length] == '%' ? length + 1 : length;
    }

    private static int CodeLength(ReadOnlySpan<char> rest)
    {
        var length = 0;
        while (length < rest.Length && (char.IsLetterOrDigit(rest[length]) || rest[length] == '_'))
        {
            length++;
        }

        return length;
    }

    private static int NameLength(ReadOnlySpan<char> rest)
    {
        var length = 1;
        while (length < rest.Length && IsNameCharacter(rest[length]))
        {
            length++;
        }

        return length;
    }

    private static int WordsLength(ReadOnlySpan<char> rest)
    {
        var length = 0;
        while (length < rest.Length && length < AddressLengthMax && !char.IsWhiteSpace(rest[length]))
        {
            length++;
        }

        return length;
    }

    private static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c == '_';
}
