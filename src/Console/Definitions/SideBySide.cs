using CxOrchestrator.Api.Definitions;

namespace CxOrchestrator.Console.Definitions;

/// <summary>Lines of a comparison in two columns: what was removed is beside what replaced it.</summary>
internal static class SideBySide
{
    /// <summary>Same lines shown around those that differ.</summary>
    public const int Around = 3;

    public static IReadOnlyList<SideRow> Rows(IReadOnlyList<DiffLine> lines)
    {
        var (rows, removed, added) = (new List<SideRow>(), new List<DiffLine>(), new List<DiffLine>());
        foreach (var line in lines)
        {
            if (line.Kind == "same")
            {
                Flush();
                rows.Add(new SideRow(line, line));
            }
            else
            {
                (line.Kind == "removed" ? removed : added).Add(line);
            }
        }

        Flush();
        return rows;

        void Flush()
        {
            for (var i = 0; i < Math.Max(removed.Count, added.Count); i++)
            {
                rows.Add(new SideRow(removed.ElementAtOrDefault(i), added.ElementAtOrDefault(i)));
            }

            removed.Clear();
            added.Clear();
        }
    }

    /// <summary>Whether a row is shown where only differences are: it differs, or is near one that does.</summary>
    public static bool IsNear(IReadOnlyList<SideRow> rows, int at) =>
        Enumerable.Range(Math.Max(0, at - Around), Math.Min(rows.Count, at + Around + 1) - Math.Max(0, at - Around)).Any(i => !rows[i].Same);
}
