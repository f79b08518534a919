using System.Globalization;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>Places at which a text can be cut without splitting a character as people see it.</summary>
public static class Graphemes
{
    /// <summary>The last place at or before the length, in UTF-16 units, at which no character is split; 0 where the first one is longer.</summary>
    public static int Before(string text, int length)
    {
        if (text.Length <= length)
        {
            return text.Length;
        }

        var end = 0;
        while (end < length && StringInfo.GetNextTextElementLength(text, end) is var next && end + next <= length)
        {
            end += next;
        }

        return end;
    }

    /// <summary>The text, cut to at most that many UTF-16 units.</summary>
    public static string Cut(string text, int length) => text.Length <= length ? text : text[..Before(text, length)];
}
