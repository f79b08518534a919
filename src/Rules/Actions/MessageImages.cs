using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace CxOrchestrator.Rules.Actions;

/// <summary>
/// References to uploaded images, like <c>image:0123456789abcdef0123456789abcdef.png</c>. They stay in a message until it goes out: only then is the
/// address known under which customers reach the gateway.
/// </summary>
public static partial class MessageImages
{
    /// <summary>What a reference begins with; the image's file follows.</summary>
    public const string Prefix = "image:";

    /// <summary>Hexadecimal digits of an image's id.</summary>
    public const int IdLength = 32;

    /// <summary>A reference as messages tell authors to write it.</summary>
    public const string Example = "image:0123456789abcdef0123456789abcdef.png";

    /// <summary>The text means to be a reference, whether or not it is one.</summary>
    public static bool IsMeant(string text) => text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The file of a reference, like <c>0123….png</c>; null where the text is no reference.</summary>
    public static string? FileOf(string text) => text.StartsWith(Prefix, StringComparison.Ordinal) && IsFile(text[Prefix.Length..]) ? text[Prefix.Length..] : null;

    /// <summary>An id and an extension, as addresses of images end.</summary>
    public static bool IsFile(string text) => File().IsMatch(text);

    /// <summary>The files of all references in a text, each once.</summary>
    public static ImmutableArray<string> In(string text) => [.. Reference().Matches(text).Select(m => m.Groups["file"].Value).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"^[0-9a-f]{32}\.(png|jpg|gif|webp)\z", RegexOptions.CultureInvariant)]
    private static partial Regex File();

    [GeneratedRegex(@"\bimage:(?<file>[0-9a-f]{32}\.(?:png|jpg|gif|webp))\b", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
