namespace CxOrchestrator.Definitions.Yaml;

/// <summary>Characters that no document may have, and those that no name may have.</summary>
internal static class Characters
{
    /// <summary>
    /// The first character that no document may have: control characters, the invisible line separators that editors and YAML count differently,
    /// and those that turn the direction of what follows, so that a reviewer reads something else than the reader does.
    /// </summary>
    public static (Place Place, string Code)? FirstUnfit(string text)
    {
        int line = 1, lineStart = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n' || (c == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                (line, lineStart) = (line + 1, i + 1);
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (c is not ('\t' or '\r') && (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\uFEFF' || IsTurn(c)))
            {
                return (new Place(line, i - lineStart + 1), Code(c));
            }
        }

        return null;
    }

    /// <summary>The code of the first character of a name that nobody sees, or that changes how the rest is shown; null where there is none.</summary>
    /// <param name="joins">Whether the marks that join letters, or tell their direction, are fine: names of people and things in many scripts need them.</param>
    public static string? FirstHidden(string name, bool joins)
    {
        foreach (var c in name)
        {
            var hidden = char.IsControl(c) || c is '\u2028' or '\u2029' || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format;
            if (hidden && !(joins && c is >= '\u200C' and <= '\u200F'))
            {
                return Code(c);
            }
        }

        return null;
    }

    /// <summary>The text with every character that could steer a terminal, break a line or turn the direction written as its code.</summary>
    public static string Shown(string text)
    {
        if (FirstHidden(text, joins: true) is null)
        {
            return text;
        }

        var shown = new System.Text.StringBuilder(text.Length);
        foreach (var c in text)
        {
            shown.Append(FirstHidden(c.ToString(), joins: true) is { } code ? $"<{code}>" : c.ToString());
        }

        return shown.ToString();
    }

    private static bool IsTurn(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static string Code(char c) => $"U+{(int)c:X4}";
}
