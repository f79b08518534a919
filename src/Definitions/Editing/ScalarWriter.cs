using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CxOrchestrator.Definitions.Editing;

/// <summary>Writes single values so that they read back as what they are: quotes where YAML or a reader would take them for something else.</summary>
internal static partial class ScalarWriter
{
    // Signs that begin something of YAML's own; a dash, a question mark and a colon only do before a blank.
    private const string Indicators = "{}[],&*#?|>!%@`\"'-:=~<";

    private static readonly SearchValues<char> PartsOfFlow = SearchValues.Create("{}[],:");

    /// <summary>In one line, with quotes or without.</summary>
    public static string Write(SingleValue value, bool inFlow) => value switch
    {
        { IsEmpty: true } => value.Text.Length == 0 ? "null" : value.Text,
        _ when !NeedsQuotes(value.Text, inFlow, value.Plain) => value.Text,
        _ => Quote(value.Text),
    };

    /// <summary>A name of a field.</summary>
    public static string WriteName(string name, bool inFlow) => NeedsQuotes(name, inFlow, plain: true) ? Quote(name) : name;

    /// <param name="text">The value.</param>
    /// <param name="inFlow">It is in brackets or braces.</param>
    /// <param name="plain">It may be read as a number or a flag.</param>
    public static bool NeedsQuotes(string text, bool inFlow, bool plain)
    {
        if (text.Length == 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) || text.Any(c => char.IsControl(c) || c is '\u0085' or '\u2028' or '\u2029'))
        {
            return true;
        }

        var begins = Indicators.Contains(text[0], StringComparison.Ordinal) && !(plain && text[0] == '-' && text.Length > 1 && char.IsAsciiDigit(text[1]));
        var parts = text.Contains(": ", StringComparison.Ordinal) || text.EndsWith(':') || text.Contains(" #", StringComparison.Ordinal)
            || (inFlow && text.AsSpan().ContainsAny(PartsOfFlow));
        return begins || parts || (!plain && (LooksLikeMore().IsMatch(text) || Reading.Scalars.Number(text) is not null));
    }

    private static string Quote(string text)
    {
        if (!text.Any(c => char.IsControl(c) || c is '\u0085' or '\u2028' or '\u2029') && text.Contains('"', StringComparison.Ordinal) && !text.Contains('\'', StringComparison.Ordinal))
        {
            return $"'{text}'";
        }

        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(c) || c is '\u0085' or '\u2028' or '\u2029' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    // Flags, nothing, and what other readers of YAML take for numbers, dates and times.
    [GeneratedRegex(@"^(true|false|null|yes|no|on|off|y|n|~|\.nan|[-+]?\.inf|0[xo][0-9a-f]+|[-+]?[0-9][0-9_,.]*(:[0-9]{1,2})+(\.[0-9]*)?)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeMore();
}
