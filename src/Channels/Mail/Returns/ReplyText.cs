using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CxOrchestrator.Channels.Content;
using MimeKit;

namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>The new text of a reply, without what it quotes and without the signature, as far as their beginning is sure.</summary>
internal static partial class ReplyText
{
    /// <summary>Longest text, in characters.</summary>
    public const int LengthMax = 5_000;

    /// <summary>Longest body that is read, in characters.</summary>
    private const int BodyLengthMax = 500_000;

    /// <summary>Lines that an attribution such as "On Monday, Ann wrote:" may be broken into.</summary>
    private const int AttributionLinesMax = 3;

    /// <summary>Longest line that may introduce a quotation, in characters.</summary>
    private const int AttributionLengthMax = 500;

    /// <summary>Deepest element of an HTML body that is read: what is deeper is no letter of a person.</summary>
    private const int DepthMax = 200;

    /// <summary>Longest HTML body that is read, in characters.</summary>
    private const int HtmlLengthMax = 200_000;

    private const string QuotedElements = "blockquote, .gmail_quote, .yahoo_quoted, .moz-cite-prefix";

    // Outlook puts what it quotes after these, at the same level.
    private static readonly string[] OriginalsFollow = ["divRplyFwdMsg", "appendonsend"];

    /// <summary>Empty where nothing is left, as in a reply that is an image.</summary>
    public static string Of(MimeMessage mail)
    {
        var text = mail.TextBody is { Length: > 0 } plain ? plain : OfHtml(mail.HtmlBody ?? "");
        return Of(text);
    }

    /// <param name="text">The plain text of a reply.</param>
    public static string Of(string text)
    {
        var lines = (text.Length <= BodyLengthMax ? text : text[..BodyLengthMax]).ReplaceLineEndings("\n").Split('\n');
        var kept = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (EndsNewText(lines, i))
            {
                break;
            }

            if (!lines[i].StartsWith('>') && Attribution(lines, i) is var length)
            {
                if (length == 0)
                {
                    kept.Add(lines[i].TrimEnd());
                }
                else
                {
                    i += length - 1;
                }
            }
        }

        var answer = Blank().Replace(string.Join('\n', kept), "\n\n").Trim();
        return answer.Length <= LengthMax ? answer : $"{answer[..(char.IsHighSurrogate(answer[LengthMax - 1]) ? LengthMax - 1 : LengthMax)]}…";
    }

    // The signature (RFC 3676, section 4.3), the footer of a telephone, Outlook's line above the original or its block of headers.
    private static bool EndsNewText(string[] lines, int i) =>
        lines[i] is "-- " or "--" || Footer().IsMatch(lines[i]) || Original().IsMatch(lines[i])
        || (FromLine().IsMatch(lines[i]) && lines.Skip(i + 1).Take(3).Any(l => SentLine().IsMatch(l)));

    // How many lines from here introduce a quotation: "On ..., ... wrote:" over one or a few lines, and a quoted line after it.
    private static int Attribution(string[] lines, int i)
    {
        for (var length = 1; length <= AttributionLinesMax && i + length <= lines.Length; length++)
        {
            var line = lines[i + length - 1];
            if (line.Length > AttributionLengthMax || line.Trim().Length == 0 || line.StartsWith('>'))
            {
                return 0;
            }

            if (AttributionEnd().IsMatch(line) && AttributionBegin().IsMatch(lines[i]))
            {
                return lines.Skip(i + length).FirstOrDefault(l => l.Trim().Length > 0) is not { } next || next.StartsWith('>') ? length : 0;
            }
        }

        return 0;
    }

    private static string OfHtml(string html)
    {
        if (html.Length is 0 or > HtmlLengthMax)
        {
            return "";
        }

        using var document = new HtmlParser().ParseDocument(html);
        if (IsDeep(document))
        {
            return "";
        }

        foreach (var begin in OriginalsFollow.Select(document.GetElementById).OfType<IElement>())
        {
            while (begin.NextSibling is { } following)
            {
                following.Parent!.RemoveChild(following);
            }

            begin.Remove();
        }

        foreach (var quoted in document.QuerySelectorAll(QuotedElements))
        {
            quoted.Remove();
        }

        return document.Body is { } body ? HtmlText.Of(body) : "";
    }

    // Without recursion: what is looked for is what would exhaust the stack.
    private static bool IsDeep(IDocument document)
    {
        var waiting = new Stack<(INode Node, int Depth)>([(document, 0)]);
        while (waiting.TryPop(out var next))
        {
            if (next.Depth > DepthMax)
            {
                return true;
            }

            foreach (var child in next.Node.ChildNodes)
            {
                waiting.Push((child, next.Depth + 1));
            }
        }

        return false;
    }

    [GeneratedRegex(@"^(On|Am|Le|El|Em|Il|Op|Den|W dniu)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex AttributionBegin();

    [GeneratedRegex(@"\b(wrote|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|skrev|napisał\(?a?\)?)\b[^\n]*:\s*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex AttributionEnd();

    [GeneratedRegex(@"^\s*-{2,}\s*(Original Message|Original-Nachricht|Ursprüngliche Nachricht|Message d'origine|Mensaje original|Mensagem original|Messaggio originale|Forwarded message)\s*-{2,}\s*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Original();

    [GeneratedRegex(@"^\*?(From|Von|De|Da):\*?\s+\S", RegexOptions.CultureInvariant)]
    private static partial Regex FromLine();

    [GeneratedRegex(@"^\*?(Sent|Date|Gesendet|Datum|Envoyé|Enviado|Enviada|Inviato):?\*?:?\s+\S", RegexOptions.CultureInvariant)]
    private static partial Regex SentLine();

    [GeneratedRegex(@"^(Sent from my |Von meinem \S+ gesendet|Gesendet von |Envoyé de mon |Enviado desde mi |Enviado do meu |Get Outlook for )", RegexOptions.CultureInvariant)]
    private static partial Regex Footer();

    [GeneratedRegex(@"\n{3,}", RegexOptions.CultureInvariant)]
    private static partial Regex Blank();
}
