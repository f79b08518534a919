namespace CxOrchestrator.Console.Identities;

/// <summary>Identities and links in words.</summary>
internal static class IdentityWords
{
    public static string Kind(string kind) => kind switch
    {
        "email" => "E-mail",
        "phone" => "Phone",
        "crm" => "CRM id",
        "device" => "Device",
        "cookie" => "Cookie",
        "anonymous" => "Visitor id",
        _ => kind,
    };

    /// <summary>With a sign, so that it does not hang on the colour alone.</summary>
    public static string Use(string state) => state switch
    {
        "links" => "✓ identifies",
        "finds" => "finds only",
        "shared" => "⚠ shared",
        "junk" => "✕ junk",
        _ => "✕ unreadable",
    };

    public static string Tone(string state) => state switch
    {
        "links" => "good",
        "shared" => "warn",
        "junk" or "unreadable" => "bad",
        _ => "",
    };

    public static string State(string state) => state switch
    {
        "proposed" => "proposed",
        "merged" => "✓ merged",
        "dismissed" => "different customers",
        _ => "merge undone",
    };
}
