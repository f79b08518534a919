namespace CxOrchestrator.Rules.Connections;

/// <summary>E-mail addresses as documents state them: the address alone, without a name.</summary>
public static class EmailAddresses
{
    /// <summary>Longest address, in characters (RFC 5321, section 4.5.3.1).</summary>
    public const int LengthMax = 254;

    private const int LocalLengthMax = 64;

    /// <summary>
    /// One address such as <c>help@example.com</c>. Quoted local parts are refused, and so is everything that ends an address in a header or begins the
    /// next one.
    /// </summary>
    public static bool IsAddress(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return text.Length <= LengthMax && at is > 0 and <= LocalLengthMax && IsDotted(text.AsSpan(0, at), IsLocal) && IsDotted(text.AsSpan(at + 1), IsDomain);
    }

    private static bool IsDotted(ReadOnlySpan<char> text, Func<char, bool> allowed)
    {
        if (text.IsEmpty || text[0] == '.' || text[^1] == '.' || text.Contains("..", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (c != '.' && !allowed(c))
            {
                return false;
            }
        }

        return true;
    }

    // RFC 5322 atext, and letters of other scripts (RFC 6532).
    private static bool IsLocal(char c) => char.IsLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal);

    private static bool IsDomain(char c) => char.IsLetterOrDigit(c) || c == '-';
}
