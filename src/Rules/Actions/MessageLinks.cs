namespace CxOrchestrator.Rules.Actions;

/// <summary>
/// Placeholders for the customer's own addresses until a message goes out: the core has no keys to sign with. The domain <c>invalid</c> is reserved
/// (RFC 2606), so one that was not replaced leads nowhere.
/// </summary>
public static class MessageLinks
{
    /// <summary>Of the preference centre; <c>{{ preferences }}</c>.</summary>
    public const string Preferences = "https://preferences.cx.invalid/";

    /// <summary>Of the page that unsubscribes; <c>{{ unsubscribe }}</c>.</summary>
    public const string Unsubscribe = "https://unsubscribe.cx.invalid/";
}
