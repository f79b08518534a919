using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Templates.Blocks;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using Fluid;

namespace CxOrchestrator.Definitions.Templates;

/// <summary>Reads a template.</summary>
internal static partial class TemplateReading
{
    /// <summary>Longest plain text, and longest text of a block, in characters.</summary>
    public const int TextLengthMax = 10_000;

    /// <summary>Longest HTML of a language, in characters, whether it is written or made of blocks: its layout takes most of it.</summary>
    public const int HtmlLengthMax = 120_000;

    /// <summary>Longest HTML with its values filled in, in characters.</summary>
    public const int FilledHtmlLengthMax = 150_000;

    private const int SubjectLengthMax = 500;
    private const int PreheaderLengthMax = 200;

    public static TemplateDefinition Read(Fields fields, string id, string name, int version, bool published)
    {
        var format = fields.Choice("format", TemplateFormat.Text, ("text", TemplateFormat.Text), ("html", TemplateFormat.Html));
        var languages = ImmutableArray.CreateBuilder<TemplateTexts>();
        var written = new List<WrittenTexts>();
        if (fields.Required("languages") is { } node)
        {
            if (node is MapNode { Entries.IsEmpty: false } map)
            {
                foreach (var entry in Fields.Distinct(fields.File, map, Languages.Max, "keep one"))
                {
                    if (Texts(fields.File, entry, format, published) is var (texts, asWritten))
                    {
                        languages.Add(texts);
                        written.Add(asWritten);
                    }
                }
            }
            else
            {
                fields.File.Error(node.Place, "'languages' is a group of languages, each with its texts, like {en: {subject: ..., text: ...}}");
            }
        }

        var fallback = Languages.Fallback(fields);
        if (!published)
        {
            foreach (var (place, message) in TemplateReview.Of(format, fallback, written))
            {
                fields.File.Warn(place, message);
            }
        }

        return new TemplateDefinition { Id = id, Name = name, Version = version, Format = format, Fallback = fallback, Languages = languages.DrainToImmutable() };
    }

    private static (TemplateTexts Texts, WrittenTexts Written)? Texts(SourceFile file, MapEntry entry, TemplateFormat format, bool published)
    {
        var language = Languages.Read(file, entry.Key);
        if (Fields.Open(file, entry.Value, Shape.TemplateTexts) is not { } fields)
        {
            return null;
        }

        var errors = file.Errors;

        // A subject is never HTML: mail programs show it as it is.
        var subjectNode = fields.Optional("subject");
        var subject = Text(fields, subjectNode, "subject", SubjectLengthMax, html: false, published, subject: true);
        var written = new WrittenTexts(entry.Key, subjectNode as TextNode, null, [], "");
        if (fields.Has("blocks"))
        {
            return Blocks(fields, format, published, written, errors) is var (blocks, body) ? (new TemplateTexts { Language = language, Subject = subject, Text = blocks }, body) : null;
        }

        if (fields.Has("preheader"))
        {
            file.Error(fields.PlaceOf("preheader"), "'preheader' goes with blocks; in a text, write it as the first line");
        }

        var node = fields.Required("text");
        return Text(fields, node, "text", format == TemplateFormat.Html ? HtmlLengthMax : TextLengthMax, format == TemplateFormat.Html, published) is { } text
            ? (new TemplateTexts { Language = language, Subject = subject, Text = text }, written with { Text = (TextNode)node!, Body = ((TextNode)node!).Value })
            : null;
    }

    private static (LiquidText Text, WrittenTexts Written)? Blocks(Fields fields, TemplateFormat format, bool published, WrittenTexts written, int errorsBefore)
    {
        if (fields.Has("text"))
        {
            fields.File.Error(fields.PlaceOf("text"), "there are both 'text' and 'blocks'; keep one");
        }

        if (format != TemplateFormat.Html)
        {
            fields.File.Error(fields.PlaceOf("blocks"), "blocks make HTML; write format: html above, or write the message as text");
        }

        var preheader = LiquidField.Text(fields.File, fields.Optional("preheader"), "preheader", PreheaderLengthMax, published);
        if (fields.Optional("blocks") is not { } node)
        {
            return null;
        }

        var blocks = new BlockReading(fields.File, published).Read(node);
        var html = MailHtml.Of(written.Language.Value, written.Subject?.Value, preheader?.Value, blocks, marked: true);
        var shown = MailHtml.Of(written.Language.Value, written.Subject?.Value, preheader?.Value, blocks);
        if (Math.Max(html.Length, shown.Length) is var length && length > HtmlLengthMax)
        {
            fields.File.Error(node.Place, $"these blocks make {length:N0} characters of HTML; the most are {HtmlLengthMax:N0}, so shorten them");
            return null;
        }

        // What is wrong in it was reported with the block that has it; what only all of them together are is reported here.
        var places = HtmlPlaces.Of(html);
        if (LiquidParsing.Parse(WithLinks(html, places.Links), out var unread) is not { } template || !places.Unsafe.IsEmpty)
        {
            if (fields.File.Errors == errorsBefore)
            {
                fields.File.Error(node.Place, $"'blocks' {(places.Unsafe is [var (_, message), ..] ? $"hold a value where nothing escapes it: {message}" : unread)}");
            }

            return null;
        }

        var check = new LiquidCheck();
        check.VisitTemplate(template);
        return (Filled(template, check, html: true, ProductMarks.LayOut), written with { Blocks = blocks, Body = shown });
    }

    private static LiquidText? Text(Fields fields, Node? node, string name, int lengthMax, bool html, bool published, bool subject = false)
    {
        if (fields.Text(node, name, lengthMax) is not { } text)
        {
            return null;
        }

        var written = (TextNode)node!;
        if (LiquidField.Read(fields.File, written, name, published) is not var (template, check))
        {
            return null;
        }

        if (subject && check.Names.FirstOrDefault(n => n.IsLink) is { IsLink: true } link)
        {
            fields.File.Error(written.At(Math.Max(0, text.IndexOf(link.ToString(), StringComparison.Ordinal))), $"a subject has no links; write '{link}' into the text");
        }

        if (subject && check.Forms is [var (form, _), ..])
        {
            fields.File.Error(written.At(Math.Max(0, text.IndexOf(form, StringComparison.Ordinal))), $"a subject has no links; write the link to the form '{Fields.Short(form)}' into the text");
        }

        if (html && HtmlPlaces.Of(text) is var places)
        {
            foreach (var (at, message) in places.Unsafe)
            {
                fields.File.Error(written.At(at), message);
            }

            foreach (var source in ImageSources().Matches(text).Select(m => m.Groups["source"]).Where(s => MessageImages.FileOf(s.Value.Trim()) is null))
            {
                fields.File.Error(written.At(source.Index), MailLinks.NoReference(Fields.Short(source.Value.Trim())));
            }

            if (LiquidParsing.Parse(WithLinks(text, places.Links), out var unread) is not { } guarded)
            {
                fields.File.Error(written.Place, $"'{name}' {unread}");
                return null;
            }

            template = guarded;
        }

        return Filled(template, check, html, words: html ? null : LiquidPieces.Words(text));
    }

    private static LiquidText Filled(IFluidTemplate template, LiquidCheck check, bool html, Func<string, string>? layOut = null, string? words = null) =>
        new(new LiquidShown().VisitTemplate(template), [.. check.Names.OrderBy(n => n.ToString(), StringComparer.Ordinal)], html, html ? FilledHtmlLengthMax : Liquid.LengthMax, layOut) { Words = words };

    // A link written from a value means a page: what else the value may name does not get there.
    private static string WithLinks(string text, ImmutableArray<int> links)
    {
        var guarded = new StringBuilder(text.Length + (links.Length * 16));
        var from = 0;
        foreach (var at in links)
        {
            guarded.Append(text, from, at - from).Append($" | {Liquid.LinkFilter} ");
            from = at;
        }

        return guarded.Append(text, from, text.Length - from).ToString();
    }

    [GeneratedRegex("""\bsrc\s*=\s*(?:"(?<source>\s*image:[^"]*)"|'(?<source>\s*image:[^']*)')""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ImageSources();
}
