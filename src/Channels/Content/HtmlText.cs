using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace CxOrchestrator.Channels.Content;

/// <summary>The text of an HTML message, for mail programs and people that read no HTML: links with their addresses, lists, headings and tables.</summary>
internal sealed class HtmlText
{
    private static readonly HashSet<string> Skipped = new(StringComparer.OrdinalIgnoreCase) { "head", "style", "script", "title", "template", "noscript", "svg", "object" };

    private static readonly HashSet<string> Paragraphs = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre", "section", "article", "header", "footer", "hr", "figure", "form",
    };

    private static readonly HashSet<string> Lines = new(StringComparer.OrdinalIgnoreCase)
    {
        "div", "li", "tr", "td", "th", "dt", "dd", "center", "address", "main", "nav", "aside", "caption", "thead", "tbody", "tfoot", "figcaption",
    };

    /// <summary>An attribute of what a plain text leaves out, with the value no: what follows it says the same.</summary>
    public const string Left = "data-cx-text";

    private readonly TextLines _lines = new();

    private HtmlText()
    {
    }

    public static string Of(IElement body)
    {
        var text = new HtmlText();
        text.Children(body);
        return text._lines.ToString();
    }

    private void Children(INode node)
    {
        foreach (var child in node.ChildNodes)
        {
            switch (child)
            {
                case IText text:
                    _lines.Add(text.Data);
                    break;
                case IElement element when !Skipped.Contains(element.LocalName) && !IsHidden(element):
                    Element(element);
                    break;
            }
        }
    }

    private void Element(IElement element)
    {
        var paragraph = Paragraphs.Contains(element.LocalName) && !(element.LocalName is "ul" or "ol" && element.ParentElement?.LocalName == "li");
        var line = paragraph || Lines.Contains(element.LocalName) || element.LocalName is "ul" or "ol";
        Break(line, paragraph);
        switch (element)
        {
            case { LocalName: "br" }:
                _lines.LineBreak();
                break;
            case { LocalName: "hr" }:
                _lines.Add("----");
                break;
            case { LocalName: "h1" or "h2" }:
                Heading(element);
                break;
            case IHtmlAnchorElement link:
                Link(link);
                break;
            case IHtmlImageElement image:
                _lines.Add(image.AlternativeText ?? "");
                break;
            case { LocalName: "li" }:
                Item(element);
                break;
            case { LocalName: "blockquote" }:
                _lines.Indented("> ", "> ", () => Children(element));
                break;
            case IHtmlTableElement table when IsOfData(table):
                Rows(table);
                break;
            default:
                Children(element);
                break;
        }

        Break(line, paragraph);
    }

    private void Break(bool line, bool paragraph)
    {
        if (paragraph)
        {
            _lines.Paragraph();
        }
        else if (line)
        {
            _lines.Break();
        }
    }

    private void Heading(IElement element)
    {
        var length = _lines.Capture(() => Children(element)).Length;
        if (length > 0)
        {
            const int longest = 60;
            _lines.Break();
            _lines.Add(new string(element.LocalName == "h1" ? '=' : '-', Math.Min(length, longest)));
        }
    }

    private void Item(IElement item)
    {
        var sign = "- ";
        if (item.ParentElement is IHtmlOrderedListElement list)
        {
            var number = list.Start + list.Children.Where(c => c.LocalName == "li").TakeWhile(c => c != item).Count();
            sign = $"{number.ToString(CultureInfo.InvariantCulture)}. ";
        }

        _lines.Indented(sign, new string(' ', sign.Length), () => Children(item));
    }

    private void Link(IHtmlAnchorElement link)
    {
        var shown = _lines.Capture(() => Children(link));
        if (link.GetAttribute("href")?.Trim() is not { Length: > 0 } address || address[0] is '#' or '/')
        {
            return;
        }

        var plain = address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) || address.StartsWith("tel:", StringComparison.OrdinalIgnoreCase)
            ? Uri.UnescapeDataString(address[(address.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('?')[0])
            : address;
        if (shown.Length == 0)
        {
            _lines.Add(plain);
        }
        else if (!string.Equals(shown, plain, StringComparison.OrdinalIgnoreCase))
        {
            _lines.Add($" ({plain})");
        }
    }

    // Of tables that lay a page out each cell is a piece of the page.
    private static bool IsOfData(IHtmlTableElement table) =>
        !string.Equals(table.GetAttribute("role"), "presentation", StringComparison.OrdinalIgnoreCase)
        && table.QuerySelector("table") is null
        && table.QuerySelector("th") is not null;

    private void Rows(IHtmlTableElement table)
    {
        if (table.Caption is { } caption)
        {
            Element(caption);
        }

        foreach (var row in table.Rows)
        {
            _lines.Break();
            var first = true;
            foreach (var cell in row.Cells)
            {
                if (!first)
                {
                    _lines.Add(" | ");
                }

                first = false;
                foreach (var child in cell.ChildNodes)
                {
                    Inline(child);
                }
            }
        }
    }

    // Of a cell, on the row's own line.
    private void Inline(INode node)
    {
        switch (node)
        {
            case IText text:
                _lines.Add(text.Data);
                break;
            case IHtmlAnchorElement link:
                Link(link);
                break;
            case IHtmlImageElement image:
                _lines.Add(image.AlternativeText ?? "");
                break;
            case { NodeName: "BR" }:
                _lines.Add(" ");
                break;
            default:
                foreach (var child in node.ChildNodes)
                {
                    Inline(child);
                }

                break;
        }
    }

    private static bool IsHidden(IElement element)
    {
        var style = (element.GetAttribute("style") ?? "").Replace(" ", "", StringComparison.Ordinal);
        return element.HasAttribute("hidden") || element.GetAttribute(Left) == "no" || style.Contains("display:none", StringComparison.OrdinalIgnoreCase);
    }
}
