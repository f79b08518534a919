namespace CxOrchestrator.Rules.Identities;

/// <summary>One way of writing for every value that means the same. Telephone numbers need a library and are read at the edge.</summary>
public static class IdentityNormal
{
    /// <summary>The value as it is compared; null where it cannot be one of its kind.</summary>
    public static string? Of(string kind, string given)
    {
        var text = given.Trim();
        if (text.Length == 0)
        {
            return null;
        }

        return IdentityKinds.Strength(kind) switch
        {
            IdentityStrength.Email => Email(text),
            IdentityStrength.Social => Handle(text),

            // A number is read where the library is.
            IdentityStrength.Phone => null,
            _ => text,
        };
    }

    // Letters of the part before the @ can differ by the standard and do so at no provider. What follows a plus sign is another address at some, so it stays.
    private static string? Email(string text)
    {
        var at = text.LastIndexOf('@');
        if (at <= 0 || at == text.Length - 1 || text.AsSpan(0, at).Contains('@') || text.Any(char.IsWhiteSpace))
        {
            return null;
        }

        var domain = text[(at + 1)..].TrimEnd('.');
        return domain.Length > 0 && domain[0] != '.' && domain.Contains('.', StringComparison.Ordinal) && !domain.Contains("..", StringComparison.Ordinal)
            ? $"{text[..at]}@{domain}".ToLowerInvariant()
            : null;
    }

    private static string? Handle(string text)
    {
        var handle = text.TrimStart('@').ToLowerInvariant();
        return handle.Length == 0 ? null : handle;
    }
}
