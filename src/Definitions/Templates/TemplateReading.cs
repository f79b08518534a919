using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Policies;
using Fluid;

namespace CxOrchestrator.Definitions.Templates;

/// <summary>Reads a template.</summary>
internal static partial class TemplateReading
{
    /// <summary>Most languages of a template.</summary>
    public const int LanguagesMax = 50;

    /// <summary>Longest text, in characters.</summary>
    public const int TextLengthMax = 10_000;

    private const int SubjectLengthMax = 500;

    public static TemplateDefinition Read(Fields fields, string id, string name, int version, bool published)
    {
        var format = fields.Choice("format", TemplateFormat.Text, ("text", TemplateFormat.Text), ("html", TemplateFormat.Html));
        var languages = ImmutableArray.CreateBuilder<TemplateTexts>();
        if (fields.Required("languages") is { } node)
        {
            if (node is MapNode { Entries.IsEmpty: false } map)
            {
                languages.AddRange(Fields.Distinct(fields.File, map, LanguagesMax, "keep one").Select(e => Texts(fields.File, e, format, published)).OfType<TemplateTexts>());
            }
            else
            {
                fields.File.Error(node.Place, "'languages' is a group of languages, each with its texts, like {en: {subject: ..., text: ...}}");
            }
        }

        var fallback = Fallback(fields);
        return new TemplateDefinition { Id = id, Name = name, Version = version, Format = format, Fallback = fallback, Languages = languages.DrainToImmutable() };
    }

    private static string Fallback(Fields fields)
    {
        var node = fields.Required("fallback");
        var fallback = fields.Text(node, "fallback", Fields.IdLengthMax) ?? "";
        if (fallback.Length > 0 && fields.Optional("languages") is MapNode { Entries: { Length: > 0 } languages } && languages.All(l => l.Key.Value != fallback))
        {
            fields.File.Error(
                node!.Place, $"there are no texts in '{Fields.Short(fallback)}'; the fallback is one of the languages: {string.Join(", ", languages.Select(l => Fields.Short(l.Key.Value)).Take(10))}");
        }

        return fallback;
    }

    private static TemplateTexts? Texts(SourceFile file, MapEntry entry, TemplateFormat format, bool published)
    {
        var language = entry.Key.Value;
        if (!LanguageForm().IsMatch(language))
        {
            file.Error(entry.Key.Place, $"'{Fields.Short(language)}' is no language; write it like en or pt-BR");
        }

        if (Fields.Open(file, entry.Value, Shape.TemplateTexts) is not { } fields)
        {
            return null;
        }

        // A subject is never HTML: mail programs show it as it is.
        var subject = Text(fields, fields.Optional("subject"), "subject", SubjectLengthMax, html: false, published, subject: true);
        var text = Text(fields, fields.Required("text"), "text", TextLengthMax, format == TemplateFormat.Html, published);
        return text is null ? null : new TemplateTexts { Language = language, Subject = subject, Text = text };
    }

    private static LiquidText? Text(Fields fields, Node? node, string name, int lengthMax, bool html, bool published, bool subject = false)
    {
        if (fields.Text(node, name, lengthMax) is not { } text)
        {
            return null;
        }

        var written = (TextNode)node!;
        if (LiquidParsing.Parse(text, out var unread) is not { } template)
        {
            fields.File.Error(written.Place, $"'{name}' {unread}");
            return null;
        }

        var check = new LiquidCheck();
        check.VisitTemplate(template);
        if (check.TooDeep)
        {
            fields.File.Error(written.Place, $"'{name}' {LiquidParsing.TooDeep}");
            return null;
        }

        foreach (var (near, message) in published ? check.Errors : check.Errors.Concat(check.Missing))
        {
            fields.File.Error(written.At(Math.Max(0, text.IndexOf(near, StringComparison.Ordinal))), message);
        }

        if (subject && check.Names.FirstOrDefault(n => n.IsLink) is { IsLink: true } link)
        {
            fields.File.Error(written.At(Math.Max(0, text.IndexOf(link.ToString(), StringComparison.Ordinal))), $"a subject has no links; write '{link}' into the text");
        }

        if (html && HtmlPlaces.Of(text) is var places)
        {
            foreach (var (at, message) in places.Unsafe)
            {
                fields.File.Error(written.At(at), message);
            }

            if (LiquidParsing.Parse(WithLinks(text, places.Links), out unread) is not { } guarded)
            {
                fields.File.Error(written.Place, $"'{name}' {unread}");
                return null;
            }

            template = guarded;
        }

        return new LiquidText(new LiquidShown().VisitTemplate(template), [.. check.Names.OrderBy(n => n.ToString(), StringComparer.Ordinal)], html);
    }

    // A link written from a value means a page: what else the value may name does not get there.
    private static string WithLinks(string text, ImmutableArray<int> links)
    {
        for (var i = links.Length - 1; i >= 0; i--)
        {
            text = text.Insert(links[i], $" | {Liquid.LinkFilter} ");
        }

        return text;
    }

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageForm();
}
