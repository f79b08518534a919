using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>
/// HTML of a message as a preview shows it. Uploaded images come from this gateway. A preview loads nothing from other servers: they would learn who looks at it, and count it as opened. In the
/// place of each image is what it shows and where it comes from.
/// </summary>
internal static partial class PreviewHtml
{
    // What counts openings has no picture.
    private const int PixelMax = 2;

    /// <summary>The HTML, and how many images are not loaded.</summary>
    public static (string Html, int Images) Of(string html)
    {
        var images = 0;
        var shown = Image().Replace(html, image =>
        {
            var found = Attribute().Matches(image.Value).DistinctBy(a => a.Groups["name"].Value.ToUpperInvariant()).ToList();
            var attributes = found.ToDictionary(a => a.Groups["name"].Value, a => WebUtility.HtmlDecode(a.Groups["value"].Value.Trim('"', '\'')), StringComparer.OrdinalIgnoreCase);
            var source = attributes.GetValueOrDefault("src", "").Trim();
            if (source.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase))
            {
                return image.Value;
            }

            if (Own(source) is { } own && found.Find(a => a.Groups["name"].Value.Equals("src", StringComparison.OrdinalIgnoreCase))?.Groups["value"] is { } written)
            {
                return $"{image.Value.AsSpan(0, written.Index)}\"{own}\"{image.Value.AsSpan(written.Index + written.Length)}";
            }

            var (width, height) = (Pixels(attributes, "width"), Pixels(attributes, "height"));
            if (width <= PixelMax && height <= PixelMax)
            {
                return "";
            }

            images++;
            return Placeholder(attributes.GetValueOrDefault("alt", "").Trim(), source, width, height);
        });
        return (shown, images);
    }

    /// <summary>
    /// The HTML as a mail program shows it in light or dark colours, whatever the console's own are. Where a message has no dark colours, mail programs
    /// invert its light ones.
    /// </summary>
    public static string Themed(string html, bool dark)
    {
        var knows = Scheme().IsMatch(html);
        if (!knows && !dark)
        {
            return html;
        }

        var themed = Scheme().Replace(html, scheme => scheme.Groups["of"].Value.Equals("dark", StringComparison.OrdinalIgnoreCase) == dark ? "(min-width:0)" : "(max-width:0)");
        var inverted = dark && !knows ? "html{background:#fff;filter:invert(.9) hue-rotate(180deg)}" : "";
        return $"{themed}<style>:root{{color-scheme:{(dark && knows ? "dark" : "light")} only!important}}{inverted}</style>";
    }

    // An uploaded image comes from this gateway, whatever address customers load it from.
    private static string? Own(string source)
    {
        var file = MessageImages.FileOf(source)
            ?? (Uri.TryCreate(source, UriKind.Absolute, out var address) && address.AbsolutePath.LastIndexOf("/i/", StringComparison.Ordinal) is >= 0 and var at ? address.AbsolutePath[(at + 3)..] : null);
        return file is not null && MessageImages.IsFile(file) ? $"/i/{file}" : null;
    }

    private static string Placeholder(string alt, string source, int? width, int? height)
    {
        var from = Uri.TryCreate(source.StartsWith("//", StringComparison.Ordinal) ? "https:" + source : source, UriKind.Absolute, out var address) && address.Host.Length > 0
            ? $"image from {address.Host}"
            : "image";
        var says = WebUtility.HtmlEncode(alt.Length > 0 ? alt : "No description");
        var size = $"{(width is { } w ? $"width:{w}px;" : "")}{(height is { } h ? $"min-height:{h}px;" : "")}";
        return "<span role=\"img\" style=\"display:inline-block;box-sizing:border-box;max-width:100%;padding:8px 12px;border:1px dashed #6b7486;border-radius:4px;"
            + $"background:#f1f3f7;color:#3d4556;font:13px/1.4 system-ui,sans-serif;text-align:left;{size}\" aria-label=\"{says}, {WebUtility.HtmlEncode(from)}\"><strong>{says}</strong><br>{WebUtility.HtmlEncode(from)}</span>";
    }

    private static int? Pixels(Dictionary<string, string> attributes, string name) =>
        attributes.TryGetValue(name, out var text) && int.TryParse(text.EndsWith("px", StringComparison.OrdinalIgnoreCase) ? text[..^2] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) ? pixels : null;

    [GeneratedRegex(@"\(\s*prefers-color-scheme\s*:\s*(?<of>dark|light)\s*\)", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex("""<img\b(?:[^>"']|"[^"]*"|'[^']*')*>""", RegexOptions.IgnoreCase)]
    private static partial Regex Image();

    [GeneratedRegex("""(?<=[\s"'])(?<name>src|alt|width|height)\s*=\s*(?<value>"[^"]*"|'[^']*'|[^\s"'>]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Attribute();
}
