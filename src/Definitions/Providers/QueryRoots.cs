namespace CxOrchestrator.Definitions.Providers;

/// <summary>
/// Finds the names that an expression looks up in the document as a whole, so that a misspelled one is an error and not a value that is always
/// missing. What is inside of filters, projections and objects has another place, and is not looked at.
/// </summary>
internal static class QueryRoots
{
    public static IEnumerable<(string Name, int At)> Of(string text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if (c is '`' or '\'' or '"')
            {
                var end = Closing(text, i);
                if (c == '"' && depth == 0 && IsRoot(text, i, end))
                {
                    yield return (text[(i + 1)..(end - 1)], i + 1);
                }

                i = end;
            }
            else if (c is '[' or '{')
            {
                (depth, i) = (depth + 1, i + 1);
            }
            else if (c is ']' or '}')
            {
                (depth, i) = (depth - 1, i + 1);
            }
            else if (IsNewPlace(text, i))
            {
                // A pipe, a reference to an expression, or a variable: from here on names are looked up elsewhere.
                yield break;
            }
            else if (char.IsLetter(c) || c == '_')
            {
                var end = i;
                while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
                {
                    end++;
                }

                if (depth == 0 && IsRoot(text, i, end))
                {
                    yield return (text[i..end], i);
                }

                i = end;
            }
            else
            {
                i += c is '|' or '&' ? 2 : 1;
            }
        }
    }

    private static bool IsNewPlace(string text, int i) =>
        text[i] == '$' || text.AsSpan(i).StartsWith("let ") || (text[i] is '|' or '&' && (i + 1 == text.Length || text[i + 1] != text[i]));

    // Neither a part of what is before it nor the name of a function.
    private static bool IsRoot(string text, int start, int end)
    {
        var before = text.AsSpan(0, start).TrimEnd();
        var after = text.AsSpan(end).TrimStart();
        return !(before.EndsWith(".") || before.EndsWith("]")) && !after.StartsWith("(");
    }

    private static int Closing(string text, int start)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == text[start])
            {
                return i + 1;
            }
        }

        return text.Length;
    }
}
