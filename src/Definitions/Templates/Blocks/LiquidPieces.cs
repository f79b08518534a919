using System.Text;

namespace CxOrchestrator.Definitions.Templates.Blocks;

/// <summary>A text with Liquid in it: what is Liquid stays as it is, all else is escaped.</summary>
internal static class LiquidPieces
{
    /// <summary>A value or a tag begins here.</summary>
    public static bool StartsAt(string text, int at) => text.AsSpan(at) is ['{', '{' or '%', ..];

    /// <summary>Behind the value or tag that begins here.</summary>
    public static int End(string text, int at) => HtmlPlaces.End(text, at);

    /// <summary>The first value or tag; -1 where there is none.</summary>
    public static int First(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (StartsAt(text, at))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>The text as HTML, in an element or in a quoted attribute.</summary>
    public static string Escape(string text)
    {
        var html = new StringBuilder(text.Length + 16);
        for (var at = 0; at < text.Length;)
        {
            var next = StartsAt(text, at) ? End(text, at) : at + 1;
            Append(html, text, at, next);
            at = next;
        }

        return html.ToString();
    }

    /// <summary>Adds one sign, or one whole value or tag.</summary>
    public static void Append(StringBuilder html, string text, int at, int next)
    {
        if (next - at > 1)
        {
            html.Append(text, at, next - at);
            return;
        }

        _ = text[at] switch
        {
            '&' => html.Append("&amp;"),
            '<' => html.Append("&lt;"),
            '>' => html.Append("&gt;"),
            '"' => html.Append("&quot;"),
            '\'' => html.Append("&#39;"),
            var sign => html.Append(sign),
        };
    }

    /// <summary>The text without its Liquid; a space is in the place of each.</summary>
    public static string Words(string text)
    {
        var words = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var next = StartsAt(text, at) ? End(text, at) : at + 1;
            words.Append(next - at > 1 ? ' ' : text[at]);
            at = next;
        }

        return words.ToString();
    }
}
