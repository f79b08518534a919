using System.Text.RegularExpressions;
using CxOrchestrator.Definitions.Yaml;

namespace CxOrchestrator.Definitions.Reading;

/// <summary>Languages as documents write them.</summary>
internal static partial class Languages
{
    /// <summary>Most languages of a document.</summary>
    public const int Max = 50;

    /// <summary>The language that a group of texts is in; an error where it is none.</summary>
    public static string Read(SourceFile file, TextNode key)
    {
        if (!Form().IsMatch(key.Value))
        {
            file.Error(key.Place, $"'{Fields.Short(key.Value)}' is no language; write it like en or pt-BR");
        }

        return key.Value;
    }

    /// <summary>The language in the field <c>fallback</c>, which is one of those in <c>languages</c>.</summary>
    public static string Fallback(Fields fields)
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

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
