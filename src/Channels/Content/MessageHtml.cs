using System.Net;
using System.Text.RegularExpressions;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Channels.Content;

/// <summary>Finishes the HTML of a message.</summary>
internal static partial class MessageHtml
{
    /// <summary>Deepest elements in each other; HTML that goes deeper keeps its links as they are: reading and writing it recurse once for each.</summary>
    public const int LevelsMax = 200;

    private const string Untracked = "data-cx-track";

    private static readonly string[] Images = ["src", "background"];

    /// <summary>The HTML, and the text beside it.</summary>
    public static (string Html, string Text) Finish(string source, MessageAddresses addresses)
    {
        var whole = Whole().IsMatch(source);
        if (IsTooDeep(new HtmlParser().ParseDocument(source)))
        {
            var html = addresses.PutIn(MessageImages.In(source).Aggregate(
                source, (text, file) => text.Replace(MessageImages.Prefix + file, addresses.Image(file) ?? "", StringComparison.Ordinal)));
            return (html, WebUtility.HtmlDecode(Tag().Replace(html, " ")).Trim());
        }

        var document = new HtmlParser().ParseDocument(InlineStyles.Of(source));
        PutInAddresses(document, addresses);
        PutInImages(document, addresses);
        Track(document, addresses);
        var text = HtmlText.Of(document.Body!);
        foreach (var element in document.QuerySelectorAll($"[{HtmlText.Left}]"))
        {
            element.RemoveAttribute(HtmlText.Left);
        }

        if (addresses.Pixel is { } pixel)
        {
            AddPixel(document, pixel);
        }

        return (whole ? document.ToHtml() : document.Body!.InnerHtml, text);
    }

    private static void PutInAddresses(IHtmlDocument document, MessageAddresses addresses)
    {
        foreach (var element in document.All.ToList())
        {
            foreach (var attribute in element.Attributes.Where(a => MessageAddresses.HasMarker(a.Value)).ToList())
            {
                var address = addresses.PutIn(attribute.Value).Trim();
                if (address.Length > 0)
                {
                    attribute.Value = address;
                }
                else
                {
                    // A link that leads nowhere is none; its text stays.
                    element.RemoveAttribute(attribute.Name);
                }
            }
        }

        foreach (var text in document.Descendants<IText>().Where(t => MessageAddresses.HasMarker(t.Data)).ToList())
        {
            text.Data = addresses.PutIn(text.Data);
        }
    }

    // Without a public address there is nothing to load: what the image shows is said in words.
    private static void PutInImages(IHtmlDocument document, MessageAddresses addresses)
    {
        foreach (var element in document.QuerySelectorAll("[src], [background]").ToList())
        {
            foreach (var name in Images.Where(element.HasAttribute))
            {
                if (MessageImages.FileOf(element.GetAttribute(name)!.Trim()) is not { } file)
                {
                    continue;
                }

                if (addresses.Image(file) is { } address)
                {
                    element.SetAttribute(name, address);
                }
                else if (element is IHtmlImageElement image)
                {
                    element.Replace(document.CreateTextNode(image.AlternativeText ?? ""));
                }
                else
                {
                    element.RemoveAttribute(name);
                }
            }
        }
    }

    private static void Track(IHtmlDocument document, MessageAddresses addresses)
    {
        foreach (var element in document.All.Where(e => e is IHtmlAnchorElement or IHtmlAreaElement).ToList())
        {
            var tracked = !string.Equals(element.GetAttribute(Untracked), "no", StringComparison.OrdinalIgnoreCase);
            element.RemoveAttribute(Untracked);
            if (tracked && element.GetAttribute("href")?.Trim() is { Length: > 0 } address)
            {
                element.SetAttribute("href", addresses.Track(address));
            }
        }
    }

    private static void AddPixel(IHtmlDocument document, string address)
    {
        var image = document.CreateElement("img");
        foreach (var (name, value) in ((string, string)[])[("src", address), ("width", "1"), ("height", "1"), ("alt", ""), ("style", "display:block;width:1px;height:1px;border:0")])
        {
            image.SetAttribute(name, value);
        }

        document.Body!.AppendChild(image);
    }

    private static bool IsTooDeep(IHtmlDocument document)
    {
        var level = 0;
        for (INode? node = document; node is not null;)
        {
            if (node.FirstChild is { } child)
            {
                (node, level) = (child, level + 1);
                if (level > LevelsMax)
                {
                    return true;
                }

                continue;
            }

            while (node is not null && node.NextSibling is null)
            {
                (node, level) = (node.Parent, level - 1);
            }

            node = node?.NextSibling;
        }

        return false;
    }

    // What is a part of a page stays one.
    [GeneratedRegex(@"<(!doctype|html|head|body|style)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex("<[^>]*>", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
