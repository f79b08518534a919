namespace CxOrchestrator.Definitions.Reading;

/// <summary>Finds what was probably meant.</summary>
internal static class Spelling
{
    private const int LengthMax = 64;

    /// <summary>The nearest of the words as "; did you mean 'x'?", or nothing.</summary>
    public static string Suggest(string written, IEnumerable<string> words)
    {
        var nearest = Nearest(written, words);
        return nearest is null ? "" : $"; did you mean '{nearest}'?";
    }

    public static string? Nearest(string written, IEnumerable<string> words)
    {
        if (written.Length > LengthMax)
        {
            return null;
        }

        string? nearest = null;
        var least = written.Length switch { <= 2 => 1, <= 5 => 2, _ => 3 };
        foreach (var word in words)
        {
            if (word.Length > LengthMax)
            {
                continue;
            }

            var distance = string.Equals(word, written, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(written, word);
            if (distance < least)
            {
                (nearest, least) = (word, distance);
            }
        }

        return nearest;
    }

    /// <summary>Letters to add, drop, change or swap with a neighbour.</summary>
    private static int Distance(string a, string b)
    {
        Span<int> before = stackalloc int[LengthMax + 1];
        Span<int> last = stackalloc int[LengthMax + 1];
        Span<int> now = stackalloc int[LengthMax + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            now[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                now[j] = Math.Min(change, Math.Min(last[j], now[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    now[j] = Math.Min(now[j], before[j - 2] + 1);
                }
            }

            last[..(b.Length + 1)].CopyTo(before);
            now[..(b.Length + 1)].CopyTo(last);
        }

        return last[b.Length];
    }
}
