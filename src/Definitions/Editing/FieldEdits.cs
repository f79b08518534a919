namespace CxOrchestrator.Definitions.Editing;

/// <summary>Fields of groups: put in, taken out, renamed, with nothing else touched.</summary>
internal static class FieldEdits
{
    public static string? Insert(string text, TreeNode group, int at, string name, DocumentValue value)
    {
        if (group.Fields.IsEmpty)
        {
            return null;
        }

        if (group.Flow)
        {
            var field = ValueWriter.Field(KeyValuePair.Create(name, value));
            return value is SingleValue { Text: var said } && said.Contains('\n', StringComparison.Ordinal)
                ? null
                : at == 0 ? PlaceEdits.Splice(text, group.Fields[0].Key.Start, group.Fields[0].Key.Start, field + ", ")
                : PlaceEdits.Splice(text, EndOf(group, at - 1), EndOf(group, at - 1), ", " + field);
        }

        var column = group.Fields[0].Key.Column - 1;
        var written = $"{ScalarWriter.WriteName(name, inFlow: false)}:{ValueWriter.AfterColon(value, column)}";
        if (at == 0)
        {
            return PlaceEdits.Splice(text, group.Fields[0].Key.Start, group.Fields[0].Key.Start, written + "\n" + ValueWriter.Pad(column));
        }

        var end = Lines.EndAt(text, EndOf(group, at - 1));
        return PlaceEdits.Splice(text, end, end, "\n" + ValueWriter.Pad(column) + written);
    }

    public static string? Remove(string text, TreeNode group, int at)
    {
        // The last one of a group leaves braces, which the group's own line has to take.
        if (at < 0 || group.Fields.Length < 2)
        {
            return null;
        }

        if (group.Flow)
        {
            return at == 0
                ? PlaceEdits.Splice(text, group.Fields[0].Key.Start, group.Fields[1].Key.Start, "")
                : PlaceEdits.Splice(text, EndOf(group, at - 1), EndOf(group, at), "");
        }

        var start = group.Fields[at].Key.Start;
        return Lines.BeginsLine(text, start)
            ? PlaceEdits.Splice(text, Lines.StartOf(text, start), Lines.NextAfter(text, EndOf(group, at)), "")
            : at + 1 < group.Fields.Length ? PlaceEdits.Splice(text, start, group.Fields[at + 1].Key.Start, "") : null;
    }

    public static string? Rename(string text, TreeNode group, int at, string name) => at < 0
        ? null
        : PlaceEdits.Splice(text, group.Fields[at].Key.Start, group.Fields[at].Key.End, ScalarWriter.WriteName(name, group.Flow));

    private static int EndOf(TreeNode group, int at) => Math.Max(group.Fields[at].Key.End + 1, group.Fields[at].Value.End);
}
