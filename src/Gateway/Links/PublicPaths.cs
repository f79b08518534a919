namespace CxOrchestrator.Gateway.Links;

/// <summary>
/// Where customers come from their messages. What they may do there the token in the address says: they have no session, and their mail programs and
/// mailbox providers ask from elsewhere.
/// </summary>
internal static class PublicPaths
{
    public const string Link = "/l";
    public const string Open = "/o";
    public const string Unsubscribe = "/u";
    public const string Preferences = "/p";
    public const string Form = "/f";

    /// <summary>Uploaded images: no token says who asks, and everybody gets the same.</summary>
    public const string Image = "/i";

    private static readonly PathString[] All = [Link, Open, Unsubscribe, Preferences, Form, Image];

    public static bool Has(PathString path) => All.Any(p => path.StartsWithSegments(p, StringComparison.Ordinal, out var rest) && rest.Value is { Length: > 1 });
}
