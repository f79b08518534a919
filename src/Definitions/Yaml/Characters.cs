namespace CxOrchestrator.Definitions.Yaml;

/// <summary>Characters that no document may have: control characters, and the invisible line separators that editors and YAML count differently.</summary>
internal static class Characters
{
    /// <summary>The first of them: its place and its code, or null.</summary>
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
            else if (c is not ('\t' or '\r') && (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\uFEFF'))
            {
                return (new Place(line, i - lineStart + 1), $"U+{(int)c:X4}");
            }
        }

        return null;
    }
}
