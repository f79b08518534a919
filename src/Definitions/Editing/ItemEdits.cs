namespace CxOrchestrator.Definitions.Editing;

/// <summary>Items of lists: put in, taken out, moved, with nothing else touched.</summary>
internal static class ItemEdits
{
    public static string? Insert(string text, TreeNode list, int at, DocumentValue value)
    {
        if (list.Items.IsEmpty)
        {
            return null;
        }

        if (list.Flow)
        {
            return Brackets(text, list, sources => sources.Insert(at, ValueWriter.Flow(value)));
        }

        var column = DashColumn(text, list);
        var written = "- " + ValueWriter.Inline(value, column + 2);
        if (at == 0)
        {
            var first = Dash(text, list.Items[0]);
            return PlaceEdits.Splice(text, first, first, written + "\n" + ValueWriter.Pad(column));
        }

        var end = Lines.EndAt(text, list.Items[at - 1].End);
        return PlaceEdits.Splice(text, end, end, "\n" + ValueWriter.Pad(column) + written);
    }

    public static string? Remove(string text, TreeNode list, int at)
    {
        if (at >= list.Items.Length || list.Items.Length < 2)
        {
            return null;
        }

        if (list.Flow)
        {
            return Brackets(text, list, sources => sources.RemoveAt(at));
        }

        var (start, end) = LinesOf(text, list, at);
        return PlaceEdits.Splice(text, start, end, "");
    }

    public static string? Move(string text, TreeNode list, int from, int to)
    {
        if (from < 0 || from >= list.Items.Length || from == to)
        {
            return null;
        }

        if (list.Flow)
        {
            return Brackets(text, list, sources =>
            {
                var moved = sources[from];
                sources.RemoveAt(from);
                sources.Insert(to, moved);
            });
        }

        // Whole lines change places, with the comments above and beside them; a last line may have no break.
        var parts = Enumerable.Range(0, list.Items.Length).Select(i => LinesOf(text, list, i)).ToList();
        var lines = parts.ConvertAll(p => text[p.Start..p.End].TrimEnd('\n') + "\n");
        var line = lines[from];
        lines.RemoveAt(from);
        lines.Insert(to, line);
        return PlaceEdits.Splice(text, parts[0].Start, parts[^1].End, string.Concat(lines));
    }

    // An item's own lines, and the comments between it and the one before.
    private static (int Start, int End) LinesOf(string text, TreeNode list, int at)
    {
        var start = at == 0 ? Lines.StartOf(text, Dash(text, list.Items[0])) : Lines.NextAfter(text, list.Items[at - 1].End);
        return (start, Lines.NextAfter(text, list.Items[at].End));
    }

    private static string Brackets(string text, TreeNode list, Action<List<string>> change)
    {
        var sources = list.Items.Select(i => text[i.Start..i.End]).ToList();
        change(sources);
        return PlaceEdits.Splice(text, list.Start, list.End, $"[{string.Join(", ", sources)}]");
    }

    private static int DashColumn(string text, TreeNode list)
    {
        var dash = Dash(text, list.Items[0]);
        return dash - Lines.StartOf(text, dash);
    }

    private static int Dash(string text, TreeNode item) => Math.Max(0, text.LastIndexOf('-', Math.Max(0, item.Start - 1)));
}
