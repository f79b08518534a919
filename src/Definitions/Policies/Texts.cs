using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>Reads texts that hold fields in braces.</summary>
internal static class Texts
{
    public static string Required(Fields fields, string name, int lengthMax, bool hasLinks = false) =>
        Of(fields, fields.Required(name), name, lengthMax, hasLinks: hasLinks) ?? "";

    /// <param name="fields">Where it is.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="lengthMax">Most characters.</param>
    /// <param name="hasCode">It is the text of an offer with a code.</param>
    /// <param name="hasLinks">It is a text that a customer reads, with links to their preferences.</param>
    public static string? Optional(Fields fields, string name, int lengthMax, bool hasCode = false, bool hasLinks = false) =>
        Of(fields, fields.Optional(name), name, lengthMax, hasCode, hasLinks);

    public static string? Of(Fields fields, Node? node, string name, int lengthMax, bool hasCode = false, bool hasLinks = false)
    {
        if (fields.Text(node, name, lengthMax) is not { } text)
        {
            return null;
        }

        var written = (TextNode)node!;
        if (TextTemplate.TryParse(text, out var error, out var at) is not { } template)
        {
            fields.File.Error(written.At(at), $"'{name}' holds {error}");
            return null;
        }

        foreach (var (field, index) in template.Fields)
        {
            if (KnownFields.Find(field.ToString(), out var why) is not { } known)
            {
                fields.File.Error(written.At(index), why);
            }
            else if (known.Root == FieldRoot.Offer && !hasCode)
            {
                fields.File.Error(written.At(index), "only the text of an offer with 'codes' has an 'offer.code'; name the pool there, or leave it out");
            }
            else if (known.Path.IsLink && !hasLinks)
            {
                fields.File.Error(written.At(index), $"only the text of a message or an offer has '{known.Path}'; leave it out here");
            }
        }

        return text;
    }
}
