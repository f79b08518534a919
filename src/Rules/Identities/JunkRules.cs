using System.Collections.Frozen;

namespace CxOrchestrator.Rules.Identities;

/// <summary>Values that systems send where they know nothing, and addresses that nobody has to himself.</summary>
public sealed class JunkRules
{
    /// <summary>A value of one repeated letter or digit is filler from this length; zeros are filler at any length.</summary>
    private const int EqualMin = 6;

    private static readonly FrozenSet<string> Fillers = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "null", "(null)", "none", "(none)", "nil", "nan", "undefined", "unknown", "n/a", "na", "not set", "(not set)", "not available", "missing", "empty", "blank", "default",
        "anonymous", "guest", "test", "dummy", "sample", "example", "tbd", "todo", "xxx", "asdf", "qwerty", "void", "false", "true", "-", "--", "?", ".", "[object object]", "{}", "[]",
        "no email", "noemail", "no phone", "nophone", "customer", "user", "visitor", "123", "1234", "12345", "123456", "1234567", "12345678", "123456789", "1234567890", "0123456789");

    private static readonly FrozenSet<string> FillerLocals = FrozenSet.Create(
        StringComparer.Ordinal,
        "test", "tester", "testing", "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "null", "none", "nobody", "noone", "unknown", "undefined", "na", "n/a", "noemail",
        "no-email", "asdf", "mailer-daemon", "postmaster", "anonymous", "guest", "example", "user", "email", "abc", "xxx");

    private static readonly FrozenSet<string> FillerDomains = FrozenSet.Create(
        StringComparer.Ordinal, "test.com", "test.de", "none.com", "noemail.com", "email.com.invalid", "domain.com", "asdf.com", "nomail.com");

    // Domains that RFC 2606 and RFC 6761 keep for examples: nobody receives mail there.
    private static readonly FrozenSet<string> ExampleDomains = FrozenSet.Create(StringComparer.Ordinal, "example.com", "example.org", "example.net");

    private static readonly string[] ExampleEndings = [".example", ".test", ".invalid", ".localhost"];

    private readonly FrozenSet<string> _own;
    private readonly bool _allowsExamples;

    /// <param name="own">The company's own values, compared without regard to case: of any kind (<c>unbekannt</c>), of one (<c>phone:+4930123456</c>), or a mail domain (<c>@shop.example</c>).</param>
    /// <param name="allowsExamples">Addresses in example domains are people's, as in a demo.</param>
    public JunkRules(IEnumerable<string>? own = null, bool allowsExamples = false)
    {
        _own = (own ?? []).Select(v => v.Trim()).Where(v => v.Length > 0).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _allowsExamples = allowsExamples;
    }

    /// <summary>What every company takes for junk.</summary>
    public static JunkRules Usual { get; } = new();

    /// <summary>The value identifies nobody.</summary>
    /// <param name="kind">See <see cref="IdentityKinds"/>.</param>
    /// <param name="value">As it came, or as it is compared.</param>
    public bool Matches(string kind, string value)
    {
        var text = value.Trim();
        return text.Length == 0 || Fillers.Contains(text) || IsOneSign(text) || IsOwn(kind, text) || (kind == IdentityKinds.Email && IsFillerAddress(text.ToLowerInvariant()));
    }

    private bool IsOwn(string kind, string text) => _own.Count > 0
        && (_own.Contains(text) || _own.Contains($"{kind}:{text}") || (kind == IdentityKinds.Email && text.LastIndexOf('@') is var at and >= 0 && _own.Contains(text[at..])));

    // Zeros of any length (also as a GUID), or one letter or digit many times. Separators, and the plus sign of a number, do not count.
    private static bool IsOneSign(string text)
    {
        var (sign, count) = ('\0', 0);
        foreach (var c in text)
        {
            if (!char.IsLetterOrDigit(c))
            {
                continue;
            }

            if (count > 0 && char.ToLowerInvariant(c) != sign)
            {
                return false;
            }

            (sign, count) = (char.ToLowerInvariant(c), count + 1);
        }

        return count == 0 || sign == '0' || count >= EqualMin;
    }

    private bool IsFillerAddress(string address)
    {
        var at = address.LastIndexOf('@');
        if (at < 0)
        {
            return false;
        }

        var (local, domain) = (address[..at], address[(at + 1)..]);
        return FillerLocals.Contains(local) || local.StartsWith("noreply", StringComparison.Ordinal) || local.StartsWith("no-reply", StringComparison.Ordinal)
            || FillerDomains.Contains(domain) || (!_allowsExamples && IsExample(domain));
    }

    private static bool IsExample(string domain) =>
        ExampleDomains.Contains(domain) || Array.Exists(ExampleEndings, e => domain.EndsWith(e, StringComparison.Ordinal))
        || ExampleDomains.Any(d => domain.EndsWith("." + d, StringComparison.Ordinal));
}
