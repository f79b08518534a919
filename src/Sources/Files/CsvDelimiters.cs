namespace CxOrchestrator.Sources.Files;

/// <summary>What separates the fields of a file.</summary>
internal static class CsvDelimiters
{
    private const string Known = ",;\t|";

    /// <summary>Characters of the beginning that are looked at.</summary>
    private const int LookedAtMax = 1 << 16;

    /// <summary>The one that the header has most of, outside of quotes; a comma where it has none.</summary>
    public static char Guess(TextReader reader)
    {
        var counts = new int[Known.Length];
        var quoted = false;
        for (var looked = 0; looked < LookedAtMax && reader.Read() is >= 0 and var next; looked++)
        {
            var c = (char)next;
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && c is '\n' or '\r' && counts.Sum() > 0)
            {
                break;
            }
            else if (!quoted && Known.IndexOf(c, StringComparison.Ordinal) is >= 0 and var place)
            {
                counts[place]++;
            }
        }

        return Known[Array.IndexOf(counts, counts.Max())];
    }
}
