using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace CxOrchestrator.Definitions.Templates.Blocks;

/// <summary>
/// Blocks as HTML that mail programs lay out alike. Outlook lays out with the engine of a text processor and Gmail drops much of what a page may have:
/// so there are tables with the styles on each element, and what only some programs know (media queries, dark colours) comes on top.
/// </summary>
internal sealed class MailHtml
{
    /// <summary>Colour of links and of buttons without a colour of their own.</summary>
    public const string Accent = "#1f5fbf";

    /// <summary>Width of what is in a message, in pixels.</summary>
    public const int WidthMax = 560;

    private const int Gap = 16;
    private const string Page = "#f3f4f6";
    private const string Card = "#ffffff";
    private const string Font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
    private const string Rule = "#d0d7de";

    /// <summary>Colour of texts.</summary>
    public const string Ink = "#1f2328";

    /// <summary>Colour of texts that matter less.</summary>
    public const string Muted = "#59636e";

    /// <summary>Style of a cell with text: mail programs do not hand it down into tables.</summary>
    public const string Words = $"{Font};font-size:16px;line-height:1.5;color:{Ink}";

    /// <summary>Begins a table that lays out.</summary>
    public const string Table = "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">";

    /// <summary>The same with columns as wide as they say.</summary>
    public const string FixedTable = "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"table-layout:fixed\">";

    // Two braces in a row would be Liquid.
    private const string Style = """
        <style>
        :root { color-scheme: light dark; supported-color-schemes: light dark; }
        @media (max-width: 620px) {
          .cx-col { display: block !important; width: 100% !important; padding-left: 0 !important; padding-right: 0 !important; }
          .cx-outer { padding: 0 !important; }
        }
        @media (prefers-color-scheme: dark) {
          .cx-page { background: #15181d !important; }
          .cx-card { background: #1f242b !important; }
          .cx-ink { color: #e6e9ed !important; }
          .cx-muted { color: #a5adb8 !important; }
          .cx-link { color: #8ab4f8 !important; }
          .cx-rule { border-color: #3a424d !important; }
        }
        </style>

        """;

    private static readonly ImmutableArray<string> RightToLeft = ["ar", "fa", "he", "ur"];

    private readonly StringBuilder _html = new();
    private readonly string _language;
    private readonly bool _marked;

    private MailHtml(string language, bool marked) => (_language, _marked) = (language, marked);

    /// <summary>A whole message.</summary>
    /// <param name="language">BCP 47.</param>
    /// <param name="subject">Its title; null: it has none.</param>
    /// <param name="preheader">What lists of messages show behind the subject; null: the beginning of the text.</param>
    /// <param name="blocks">What it is made of.</param>
    /// <param name="marked">Products are marked, for <see cref="ProductMarks.LayOut"/> to lay out once their values are filled in; else they are laid out as they are written.</param>
    public static string Of(string language, string? subject, string? preheader, ImmutableArray<Block> blocks, bool marked = false)
    {
        var mail = new MailHtml(language, marked);
        mail.Open(subject, preheader);
        foreach (var block in blocks)
        {
            mail.Write(block, WidthMax);
        }

        mail._html.Append("</td></tr></table>\n<!--[if mso]></td></tr></table><![endif]-->\n</td></tr></table>\n</body>\n</html>\n");
        return mail._html.ToString();
    }

    private void Open(string? subject, string? preheader)
    {
        var direction = RightToLeft.Contains(_language.Split('-')[0], StringComparer.OrdinalIgnoreCase) ? " dir=\"rtl\"" : "";
        _html.Append($"<!doctype html>\n<html lang=\"{LiquidPieces.Escape(_language)}\"{direction}>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"supported-color-schemes\" content=\"light dark\">\n")
            .Append($"<title>{LiquidPieces.Escape(subject ?? "")}</title>\n").Append(Style.ReplaceLineEndings("\n"))
            .Append($"</head>\n<body class=\"cx-page\" style=\"margin:0;padding:0;background:{Page}\">\n");
        if (preheader is not null)
        {
            // What follows keeps the beginning of the text out of the line.
            _html.Append($"<div style=\"display:none;max-height:0;overflow:hidden;mso-hide:all\">{LiquidPieces.Escape(preheader)}{string.Concat(Enumerable.Repeat("&#8199;&#847;", 40))}</div>\n");
        }

        _html.Append($"<table role=\"presentation\" class=\"cx-page\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" bgcolor=\"{Page}\" style=\"background:{Page}\"><tr><td class=\"cx-outer\" align=\"center\" style=\"padding:24px 8px\">\n")
            .Append("<!--[if mso]><table role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td><![endif]-->\n")
            .Append($"<table role=\"presentation\" class=\"cx-card\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" bgcolor=\"{Card}\" style=\"max-width:600px;table-layout:fixed;margin:0 auto;background:{Card};border-radius:8px\">")
            .Append($"<tr><td class=\"cx-ink\" align=\"{(direction.Length > 0 ? "right" : "left")}\" style=\"padding:24px 20px 12px;{Font};font-size:16px;line-height:1.5;word-wrap:break-word;color:{Ink}\">\n");
    }

    private void Write(Block block, int width)
    {
        switch (block)
        {
            case HeadingBlock heading:
                var size = heading.Level switch { 1 => 26, 2 => 21, _ => 17 };
                _html.Append(CultureInfo.InvariantCulture, $"<h{heading.Level} class=\"cx-ink\" style=\"margin:0 0 12px;font-size:{size}px;line-height:1.25;font-weight:700;color:{Ink}\">{LiquidPieces.Escape(heading.Text.Value)}</h{heading.Level}>\n");
                break;
            case TextBlock text:
                _html.Append(text.Html).Append('\n');
                break;
            case ImageBlock image:
                Write(image, width);
                break;
            case ButtonBlock button:
                Write(button);
                break;
            case DividerBlock divider:
                var (color, own) = divider.Color is { } chosen ? (chosen.ToString(), "") : (Rule, " class=\"cx-rule\"");
                _html.Append($"{Table}<tr><td style=\"padding:8px 0 20px\">{Table}<tr><td{own} height=\"1\" style=\"border-top:1px solid {color};font-size:0;line-height:0\">&nbsp;</td></tr></table></td></tr></table>\n");
                break;
            case ColumnsBlock columns:
                Write(columns);
                break;
            case ProductsBlock products:
                _html.Append(_marked ? ProductMarks.Of(products, width) : ProductMarks.Written(products, width));
                break;
            case UnsubscribeBlock unsubscribe:
                Write(unsubscribe);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"No HTML for {block.GetType().Name}.");
        }
    }

    // Outlook knows the attribute, all others the style.
    private void Write(ImageBlock image, int available)
    {
        var width = Math.Min(image.Width ?? available, available);
        var picture = string.Create(
            CultureInfo.InvariantCulture,
            $"<img src=\"{LiquidPieces.Escape(image.Source.Address)}\" alt=\"{LiquidPieces.Escape(image.Alt ?? "")}\" width=\"{width}\" style=\"display:block;width:100%;max-width:{width}px;height:auto;border:0\">");
        _html.Append("<div style=\"margin:0 0 16px\">").Append(image.Link is { } link ? $"<a href=\"{LiquidPieces.Escape(link.Address)}\">{picture}</a>" : picture).Append("</div>\n");
    }

    // The cell has the colour and, for Outlook, the space around the label: it gives a link neither.
    private void Write(ButtonBlock button) => _html
        .Append($"<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:4px 0 20px;border-collapse:separate\"><tr><td align=\"center\" bgcolor=\"{button.Color}\" style=\"border-radius:6px;background:{button.Color};mso-padding-alt:12px 24px\">")
        .Append($"<a href=\"{LiquidPieces.Escape(button.Link.Address)}\" style=\"display:inline-block;padding:12px 24px;mso-padding-alt:0;border-radius:6px;background:{button.Color};color:{button.LabelColor};font-size:16px;font-weight:600;line-height:1.25;text-decoration:none\">{LiquidPieces.Escape(button.Label.Value)}</a></td></tr></table>\n");

    private void Write(ColumnsBlock block)
    {
        var count = block.Columns.Length;
        var width = (WidthMax - (Gap * (count - 1))) / count;
        _html.Append(FixedTable).Append("<tr>\n");
        for (var i = 0; i < count; i++)
        {
            var (before, after) = (i == 0 ? 0 : Gap / 2, i == count - 1 ? 0 : Gap / 2);
            _html.Append(CultureInfo.InvariantCulture, $"<td class=\"cx-col cx-ink\" width=\"{100 / count}%\" valign=\"top\" style=\"width:{100 / count}%;padding:0 {after}px 0 {before}px;{Words}\">\n");
            foreach (var inner in block.Columns[i])
            {
                Write(inner, width);
            }

            _html.Append("</td>\n");
        }

        _html.Append("</tr></table>\n");
    }

    private void Write(UnsubscribeBlock block)
    {
        var words = MailWords.Of(_language);
        var text = block.Text is { } said ? $"{LiquidPieces.Escape(said.Value)}<br>" : "";
        _html.Append($"<p class=\"cx-muted\" style=\"margin:12px 0;font-size:13px;line-height:1.5;color:{Muted}\">{text}{Link("{{ unsubscribe }}", block.Label?.Value ?? words.Unsubscribe)} &middot; {Link("{{ preferences }}", block.Preferences?.Value ?? words.Preferences)}</p>\n");

        static string Link(string address, string label) => $"<a class=\"cx-muted\" style=\"color:{Muted}\" href=\"{address}\">{LiquidPieces.Escape(label)}</a>";
    }
}
