namespace CxOrchestrator.Channels.Links;

/// <summary>Which addresses a tracked link may lead to.</summary>
public static class LinkTarget
{
    /// <summary>Longest address that is tracked, in characters: with more, the tracked one would be cut by mail programs.</summary>
    public const int LengthMax = 1_500;

    /// <summary>
    /// A page of the web, written out whole: http or https, a host, nobody's name and password. What browsers read otherwise than it is written
    /// (backslashes, control characters, spaces around it) is none.
    /// </summary>
    public static bool IsTracked(string? address) =>
        address is { Length: > 0 and <= LengthMax }
        && !address.AsSpan().ContainsAny('\\', ' ')
        && !address.Any(char.IsControl)
        && (address.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || address.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri is { Host.Length: > 0, UserInfo.Length: 0 };
}
