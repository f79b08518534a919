using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CxOrchestrator.Definitions;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Learn.Suggesting;

/// <summary>An outcome as people write it: <c>review.submitted where csat atMost 2 and product is lamp</c>.</summary>
public static partial class OutcomeText
{
    public const string Example = "write it like 'review.submitted where csat atMost 2'";

    private const int LengthMax = 500;

    /// <summary>The touchpoints that are meant; null, and why, where it is none.</summary>
    public static TouchpointMatch? Parse(string text, out string why)
    {
        var match = text.Length <= LengthMax ? Form().Match(text.Trim()) : Match.Empty;
        if (!match.Success)
        {
            why = $"'{(text.Length <= LengthMax ? text : text[..LengthMax])}' is no outcome; {Example}";
            return null;
        }

        // The language of documents says what fields and comparisons there are, and whether the value fits.
        var conditions = match.Groups["field"].Captures.Select((field, i) => (Field: field.Value, Comparison: match.Groups["comparison"].Captures[i].Value, Value: match.Groups["value"].Captures[i].Value));
        var where = string.Join(", ", conditions.Select(c => $"{JsonSerializer.Serialize(c.Field)}: {{{c.Comparison}: {Value(c.Value)}}}"));
        var read = DefinitionReader.Read(
        [
            new DocumentSource("outcome", $"kind: journey\nid: outcome\nname: Outcome\nstages: [{{id: s, enter: s}}]\nexit: {{type: {JsonSerializer.Serialize(match.Groups["type"].Value)}, where: {{{where}}}}}\n"),
        ]);
        why = read.Errors.FirstOrDefault()?.Message ?? "";
        return read.Set?.Journeys[0].Exit[0];
    }

    private static string Value(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) || text is "true" or "false" ? text : JsonSerializer.Serialize(text.Trim('"', '\''));

    [GeneratedRegex(
        """^(?<type>\S+)(?:\s+where\s+(?<field>\S+)\s+(?<comparison>[A-Za-z]+)\s+(?<value>"[^"]*"|'[^']*'|\S+)(?:\s+and\s+(?<field>\S+)\s+(?<comparison>[A-Za-z]+)\s+(?<value>"[^"]*"|'[^']*'|\S+))*)?\z""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
