using PreMailer.Net.Downloaders;

namespace CxOrchestrator.Channels.Content;

/// <summary>Writes the rules of style elements into the elements they apply to: many mail programs read no others.</summary>
internal static class InlineStyles
{
    /// <summary>Longest HTML whose styles are moved, in characters.</summary>
    public const int LengthMax = 200_000;

    static InlineStyles() => WebDownloader.SharedDownloader = new NoDownloads();

    /// <summary>The HTML with its styles inline; as it is where it has none, is too long, or they cannot be read.</summary>
    public static string Of(string html)
    {
        if (html.Length > LengthMax || !html.Contains("<style", StringComparison.OrdinalIgnoreCase))
        {
            return html;
        }

        try
        {
            // The rules stay in their elements too: those for small screens and for pointers apply nowhere else.
            using var mailer = new PreMailer.Net.PreMailer(html);
            return mailer.MoveCssInline(removeStyleElements: false, stripIdAndClassAttributes: false, removeComments: false).Html;
        }
#pragma warning disable CA1031 // Whatever the library fails on, the message is readable without.
        catch (Exception)
#pragma warning restore CA1031
        {
            return html;
        }
    }
}
