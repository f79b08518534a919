using System.Collections.Frozen;

namespace CxOrchestrator.Rules.Identities;

/// <summary>Kinds of identities. Any other name than these is an id in the system of that name.</summary>
public static class IdentityKinds
{
    public const string Email = "email";
    public const string Phone = "phone";
    public const string Crm = "crm";
    public const string Device = "device";
    public const string Cookie = "cookie";
    public const string Anonymous = "anonymous";

    /// <summary>How kinds begin that refer to something of the customer's: <c>ref.order</c>.</summary>
    public const string ReferencePrefix = "ref.";

    /// <summary>Longest name of a kind, in characters.</summary>
    public const int LengthMax = 40;

    /// <summary>What a name must look like, for errors.</summary>
    public const string Cure = "A kind has 1 to 40 small letters, digits, \"-\", \"_\" or \".\" and begins with a letter, such as email, phone, crm or shopify.";

    private static readonly FrozenSet<string> Networks = FrozenSet.Create(
        StringComparer.Ordinal,
        "instagram", "facebook", "messenger", "x", "twitter", "linkedin", "tiktok", "youtube", "whatsapp", "telegram", "threads", "bluesky", "mastodon", "reddit", "discord",
        "snapchat", "pinterest", "wechat", "line", "viber", "signal");

    public static bool IsName(ReadOnlySpan<char> kind)
    {
        if (kind.Length is 0 or > LengthMax || !char.IsAsciiLetterLower(kind[0]))
        {
            return false;
        }

        foreach (var c in kind)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('-' or '_' or '.'))
            {
                return false;
            }
        }

        return true;
    }

    public static IdentityStrength Strength(string kind) => kind switch
    {
        Email => IdentityStrength.Email,
        Phone => IdentityStrength.Phone,
        Anonymous => IdentityStrength.Anonymous,
        Device => IdentityStrength.Device,
        Cookie => IdentityStrength.Cookie,
        _ when kind.StartsWith(ReferencePrefix, StringComparison.Ordinal) => IdentityStrength.Reference,
        _ => Networks.Contains(kind) ? IdentityStrength.Social : IdentityStrength.System,
    };

    /// <summary>It proposes that two customers who have it are one.</summary>
    public static bool Links(string kind) => Strength(kind) <= IdentityStrength.Phone;

    /// <summary>It finds a customer where nothing surer does, and proves nothing.</summary>
    public static bool IsWeak(string kind) => Strength(kind) >= IdentityStrength.Anonymous;
}
