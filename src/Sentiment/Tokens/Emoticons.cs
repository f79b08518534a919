namespace CxOrchestrator.Sentiment.Tokens;

/// <summary>Faces made of punctuation, and <c>&lt;3</c>.</summary>
internal static class Emoticons
{
    private static readonly string[] Smiles = [":)", ":-)", ":]", "=)", ";)", ";-)", ":D", ":-D", "=D", ":P", ":-P", ":p", "^^", "<3"];
    private static readonly string[] Frowns = [":(", ":-(", ":[", "=(", ":'(", ":/", ":-/", ":|", ":-|", "D:", "</3", ":@"];

    /// <summary>Adds the face that begins here; the number of characters, or 0 where none does.</summary>
    /// <param name="rest">The text from here.</param>
    /// <param name="free">No letter or digit is before it: "a:D" is none.</param>
    /// <param name="tokens">Gets the face.</param>
    public static int Take(ReadOnlySpan<char> rest, bool free, TokenizedText tokens)
    {
        if (rest[0] is not (':' or ';' or '=' or '<' or '^' or 'D') || (!free && rest[0] == 'D'))
        {
            return 0;
        }

        return Take(rest, Smiles, TokenKind.Smile, tokens) is > 0 and var smile ? smile : Take(rest, Frowns, TokenKind.Frown, tokens);
    }

    private static int Take(ReadOnlySpan<char> rest, string[] faces, TokenKind kind, TokenizedText tokens)
    {
        foreach (var face in faces)
        {
            if (rest.StartsWith(face, StringComparison.Ordinal) && (rest.Length == face.Length || !char.IsLetterOrDigit(rest[face.Length])))
            {
                tokens.Add(kind);
                return face.Length;
            }
        }

        return 0;
    }
}
