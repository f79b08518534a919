using System.Text;

namespace CxOrchestrator.Definitions.Editing;

/// <summary>Writes values as people would: short ones in a line with braces, texts of several lines as a block, the rest a field a line.</summary>
internal static class ValueWriter
{
    private const int LineLengthMax = 88;
    private const int TextInLineMax = 48;
    private const int Indent = 2;

    /// <summary>Within brackets, braces or a line.</summary>
    public static string Flow(DocumentValue value) => value switch
    {
        SingleValue single => ScalarWriter.Write(single, inFlow: true),
        ListValue list => $"[{string.Join(", ", list.Items.Select(Flow))}]",
        GroupValue group => $"{{{string.Join(", ", group.Fields.Select(Field))}}}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>A field in braces.</summary>
    public static string Field(KeyValuePair<string, DocumentValue> field) => $"{ScalarWriter.WriteName(field.Key, inFlow: true)}: {Flow(field.Value)}";

    /// <summary>What follows a field's colon, its blank or line break included.</summary>
    /// <param name="value">The field's value.</param>
    /// <param name="column">Blanks before the field's name.</param>
    public static string AfterColon(DocumentValue value, int column) => value switch
    {
        SingleValue single => " " + Single(single, column),
        _ when FitsALine(value, column) => " " + Flow(value),
        ListValue list => "\n" + Pad(column + Indent) + Items(list, column + Indent),
        GroupValue group => "\n" + Pad(column + Indent) + Fields(group, column + Indent),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>What follows an item's dash and blank, or at the beginning of a document.</summary>
    /// <param name="value">The item.</param>
    /// <param name="column">Blanks before it, the dash counted as one.</param>
    public static string Inline(DocumentValue value, int column) => value switch
    {
        SingleValue single => Single(single, column - Indent),
        GroupValue { Fields: [_] } only => Fields(only, column),
        _ when FitsALine(value, column) => Flow(value),
        ListValue list => Items(list, column),
        GroupValue group => Fields(group, column),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>A whole group, a field a line, whatever its length.</summary>
    public static string Fields(GroupValue group, int column) => group.Fields.IsEmpty
        ? "{}"
        : string.Join("\n" + Pad(column), group.Fields.Select(f => $"{ScalarWriter.WriteName(f.Key, inFlow: false)}:{AfterColon(f.Value, column)}"));

    /// <summary>A whole list, a dash a line.</summary>
    public static string Items(ListValue list, int column) => list.Items.IsEmpty
        ? "[]"
        : string.Join("\n" + Pad(column), list.Items.Select(i => "- " + Inline(i, column + Indent)));

    public static string Pad(int column) => new(' ', Math.Max(0, column));

    /// <summary>A value for a line of its own; a text of several lines becomes a block below.</summary>
    private static string Single(SingleValue single, int column) => CanBeBlock(single) ? Block(single.Text, column + Indent) : ScalarWriter.Write(single, inFlow: false);

    // A first line that begins with a blank, or an end of several breaks, needs marks that nobody remembers.
    private static bool CanBeBlock(SingleValue value) =>
        value.Text.Contains('\n', StringComparison.Ordinal) && value.Text[0] is not (' ' or '\n' or '\t') && !value.Text.EndsWith("\n\n", StringComparison.Ordinal)
            && !value.Text.Any(c => (char.IsControl(c) && c != '\n') || c is '\u0085' or '\u2028' or '\u2029')
            && value.Text.TrimEnd('\n').Split('\n').All(l => l.Length == 0 || l.Trim().Length > 0);

    private static string Block(string text, int column)
    {
        var block = new StringBuilder(text.EndsWith('\n') ? "|" : "|-");
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            block.Append('\n').Append(line.Length == 0 ? "" : Pad(column)).Append(line);
        }

        return block.ToString();
    }

    private static bool FitsALine(DocumentValue value, int column) => IsShort(value, 0) && Flow(value).Length + column <= LineLengthMax;

    private static bool IsShort(DocumentValue value, int level) => value switch
    {
        SingleValue single => single.Text.Length <= TextInLineMax && !single.Text.Contains('\n', StringComparison.Ordinal),
        ListValue list => list.Items.All(i => i is SingleValue && IsShort(i, level + 1)),
        GroupValue group => level < 4 && group.Fields.All(f => IsShort(f.Value, level + 1)),
        _ => false,
    };
}
