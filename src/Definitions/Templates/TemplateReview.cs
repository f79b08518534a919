using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CxOrchestrator.Definitions.Templates.Blocks;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Templates;

/// <summary>
/// What experienced writers of e-mails look over before they send one. Nothing of it is an error: each may be meant. That promotions can be unsubscribed
/// from is checked where a policy sends them.
/// </summary>
internal static partial class TemplateReview
{
    /// <summary>Longest subject that phones show whole, in characters.</summary>
    public const int SubjectLengthMax = 60;

    /// <summary>Gmail shows no more of a message than this, and a link to the rest.</summary>
    public const int HtmlBytesMax = 102 * 1024;

    private const int NamedMax = 5;

    public static IEnumerable<(Place Place, string Message)> Of(TemplateFormat format, string fallback, IReadOnlyList<WrittenTexts> languages)
    {
        var first = languages.FirstOrDefault(l => l.Language.Value == fallback);
        return languages.SelectMany(texts => Subject(format, texts).Concat(Body(format, texts)).Concat(Words(texts)).Concat(first is null || first == texts ? [] : Lacking(first, texts)));
    }

    private static IEnumerable<(Place Place, string Message)> Subject(TemplateFormat format, WrittenTexts texts)
    {
        if (texts.Subject is not { } subject)
        {
            // A plain text may be for a channel that has no subjects.
            if (format == TemplateFormat.Html)
            {
                yield return (texts.Language.Place, $"'{texts.Language.Value}' has no subject; an e-mail without one looks like spam");
            }

            yield break;
        }

        var length = new System.Globalization.StringInfo(LiquidPieces.Words(subject.Value).Trim()).LengthInTextElements;
        if (length > SubjectLengthMax)
        {
            yield return (subject.Place, $"the subject has {length} characters; phones cut it after about {SubjectLengthMax}, so put what matters first or shorten it");
        }
    }

    private static IEnumerable<(Place Place, string Message)> Body(TemplateFormat format, WrittenTexts texts)
    {
        if (format != TemplateFormat.Html)
        {
            return [];
        }

        var size = Encoding.UTF8.GetByteCount(texts.Body);
        IEnumerable<(Place, string)> large = size > HtmlBytesMax
            ? [(texts.Language.Place, $"'{texts.Language.Value}' makes {size / 1024} kB of HTML; Gmail cuts messages after {HtmlBytesMax / 1024} kB, so split or shorten it")]
            : [];
        return large.Concat(texts.Text is { } text ? Html(text) : texts.Blocks.SelectMany(Within).SelectMany(Block));
    }

    private static IEnumerable<(Place Place, string Message)> Block(Block block)
    {
        if (block is ImageBlock { Alt: null })
        {
            yield return (block.Place, "the image has no description for people who do not see it; say in 'alt' what it shows, or write alt: \"\" where it is only decoration");
        }

        if (block is ButtonBlock button && button.Color.Contrast(button.LabelColor) is var contrast && contrast < MailColor.ContrastMin)
        {
            yield return (block.Place, string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"the button's label is hard to read: {button.LabelColor} on {button.Color} has a contrast of {Math.Floor(contrast * 10) / 10:0.0}, and {MailColor.ContrastMin} is the least; remove labelColor to have a readable one chosen"));
        }

        foreach (var link in block.Links)
        {
            if (Doubt(link.Address) is { } doubt)
            {
                yield return (link.Place, doubt);
            }
        }
    }

    private static IEnumerable<(Place Place, string Message)> Html(TextNode text)
    {
        foreach (Match image in Images().Matches(text.Value))
        {
            if (!Alt().IsMatch(image.Value))
            {
                yield return (text.At(image.Index), "the image has no description for people who do not see it; add alt=\"...\" with what it shows, or alt=\"\" where it is only decoration");
            }
        }

        foreach (Match link in Addresses().Matches(text.Value))
        {
            var address = link.Groups["address"];
            if (Doubt(WebUtility.HtmlDecode(address.Value.Trim())) is { } doubt)
            {
                yield return (text.At(address.Index), doubt);
            }
        }
    }

    // What a value puts there is not known.
    private static string? Doubt(string address)
    {
        if (address.Length == 0 || address == "#")
        {
            return "a link leads nowhere; write the address of a page";
        }

        if (address.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            return $"'{Reading.Fields.Short(address)}' is not encrypted, and some mail programs warn of it; write https://";
        }

        var host = Host().Match(address).Groups["host"].Value;
        return Placeholder().IsMatch(host) ? $"'{Reading.Fields.Short(address)}' is a placeholder; write the real address" : null;
    }

    private static IEnumerable<(Place Place, string Message)> Words(WrittenTexts texts)
    {
        var words = new[] { texts.Subject, texts.Text }.OfType<TextNode>().Concat(texts.Blocks.SelectMany(Within).SelectMany(b => b.Words)).Select(n => Tags().Replace(LiquidPieces.Words(n.Value), " "));
        var found = SpamWords.In(string.Join('\n', words));
        return found.IsEmpty ? [] : [((texts.Subject ?? texts.Language).Place, $"spam filters count these words against a message: {string.Join(", ", found.Take(NamedMax))}; say it in your own words")];
    }

    private static IEnumerable<(Place Place, string Message)> Lacking(WrittenTexts fallback, WrittenTexts texts)
    {
        if (fallback.Blocks.IsEmpty || texts.Blocks.IsEmpty)
        {
            return [];
        }

        var here = texts.Blocks.SelectMany(Within).CountBy(b => b.Name).ToDictionary(StringComparer.Ordinal);
        var lacking = fallback.Blocks.SelectMany(Within).CountBy(b => b.Name).Where(b => here.GetValueOrDefault(b.Key) < b.Value).Select(b => b.Key).ToList();
        return lacking.Count == 0
            ? []
            : [(texts.Language.Place, $"'{texts.Language.Value}' has fewer blocks than the fallback '{fallback.Language.Value}': {string.Join(", ", lacking)}; add them, or remove them there")];
    }

    private static IEnumerable<Block> Within(Block block) => block is ColumnsBlock columns ? columns.Columns.SelectMany(c => c).Prepend(block) : [block];

    [GeneratedRegex("""<img\b(?:[^>"']|"[^"]*"|'[^']*')*>""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Images();

    [GeneratedRegex("""[\s"']alt\s*=""", RegexOptions.IgnoreCase)]
    private static partial Regex Alt();

    [GeneratedRegex("""\bhref\s*=\s*(?:"(?<address>[^"{]*)"|'(?<address>[^'{]*)')""", RegexOptions.IgnoreCase)]
    private static partial Regex Addresses();

    [GeneratedRegex("""^https?://(?<host>[^/?#:{]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Host();

    [GeneratedRegex("""(^|\.)(example(\.(com|org|net|edu))?|invalid|localhost|test)$""", RegexOptions.IgnoreCase)]
    private static partial Regex Placeholder();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();
}
