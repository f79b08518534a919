namespace CxOrchestrator.Rules.Conditions;

/// <summary>Web addresses that are filled in for a customer.</summary>
public static class AddressTexts
{
    /// <summary>Longest address, in characters: most browsers and providers take that.</summary>
    public const int LengthMax = 2_000;

    /// <summary>The address as it is sent, everything beyond ASCII in its path and query escaped; null where it is too long or leads to no web page.</summary>
    public static string? Fill(string? text) =>
        Read(text) is { AbsoluteUri: { Length: <= LengthMax } address } ? address : null;

    /// <summary>A complete http or https address without a user's name; null: it is none.</summary>
    public static Uri? Read(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", Host.Length: > 0, UserInfo.Length: 0 } ? address : null;
}
