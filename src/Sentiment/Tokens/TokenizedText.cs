using System.Buffers;

namespace CxOrchestrator.Sentiment.Tokens;

/// <summary>The tokens of one text. Its arrays are rented: dispose of it once, and keep no span of it.</summary>
internal sealed class TokenizedText : IDisposable
{
    private readonly char[] _letters;
    private readonly Token[] _tokens;
    private int _used;

    public TokenizedText(int lengthMax)
    {
        _letters = ArrayPool<char>.Shared.Rent(Math.Max(lengthMax, 1));
        _tokens = ArrayPool<Token>.Shared.Rent(lengthMax + 1);
    }

    public int Count { get; private set; }

    public ReadOnlySpan<Token> Tokens => _tokens.AsSpan(0, Count);

    /// <summary>The token's letters, or the name of its mask, such as <c>&lt;num&gt;</c>.</summary>
    public ReadOnlySpan<char> this[int index] => _tokens[index] switch
    {
        { Kind: TokenKind.Number } => "<num>",
        { Kind: TokenKind.Money } => "<money>",
        { Kind: TokenKind.Code } => "<code>",
        { Kind: TokenKind.Address } => "<url>",
        { Kind: TokenKind.Handle } => "<user>",
        { Kind: TokenKind.Smile } => "<smile>",
        { Kind: TokenKind.Frown } => "<frown>",
        { } token => _letters.AsSpan(token.Start, token.Length),
    };

    /// <summary>Adds a token without letters of its own.</summary>
    public void Add(TokenKind kind) => _tokens[Count++] = new Token(kind, false, _used, 0);

    /// <summary>Adds a token with letters, which the caller has brought into their form.</summary>
    public void Add(TokenKind kind, ReadOnlySpan<char> letters, bool capitals = false)
    {
        letters.CopyTo(_letters.AsSpan(_used));
        _tokens[Count++] = new Token(kind, capitals, _used, letters.Length);
        _used += letters.Length;
    }

    /// <summary>Adds a word: lower case, straight apostrophes, no letter more than twice in a row.</summary>
    public void AddWord(ReadOnlySpan<char> letters)
    {
        var start = _used;
        var (upper, lower) = (0, 0);
        foreach (var c in letters)
        {
            upper += char.IsUpper(c) ? 1 : 0;
            lower += char.IsLower(c) ? 1 : 0;
            var letter = c is '’' or '‘' or '`' or '´' ? '\'' : char.ToLowerInvariant(c);
            if (_used - start < 2 || _letters[_used - 1] != letter || _letters[_used - 2] != letter)
            {
                _letters[_used++] = letter;
            }
        }

        _tokens[Count++] = new Token(TokenKind.Word, upper > 1 && lower == 0, start, _used - start);
    }

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_letters);
        ArrayPool<Token>.Shared.Return(_tokens);
    }
}
