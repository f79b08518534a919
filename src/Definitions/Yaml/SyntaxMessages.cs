using YamlDotNet.Core;

namespace CxOrchestrator.Definitions.Yaml;

/// <summary>The parser's complaints in words that name the cure.</summary>
internal static class SyntaxMessages
{
    public const string Unfinished = "a list or group in brackets is not finished; close it, and part its items with commas";

    private const string Tab = "a tab at the beginning of a line; indent with spaces";

    private static readonly (string Said, string Message)[] Cures =
    [
        ("cannot start any token", "a value cannot begin with this sign; put it in quotes"),
        ("invalid mapping", "a second colon in the value; put a text with ': ' in quotes"),
        ("Mapping values are not allowed", "a second colon in the value, or a field that is indented too far; put a text with ': ' in quotes"),
        ("did not find expected key", "this does not fit here: check that the line is indented like its neighbours, and put texts that hold quotes, braces or ': ' in quotes"),
        ("did not find expected '-' indicator", "a list goes on with '- ' in the same column; check the indentation"),
        ("quoted scalar", "a text in quotes is not finished or holds a sign that must be written in another way; close the quotes on the same line, and write \\\\ for a backslash"),
        ("did not find expected ','", Unfinished),
        ("expected ',' or", Unfinished),
        ("expected node content", "a value is missing, or a bracket or comma is too much here"),
        ("simple key", "a colon is missing after the field's name"),
        ("more than one anchor", "anchors (&name) are not read; remove them"),
        ("directive", "a line cannot begin with %; put the text in quotes"),
        ("expected <document start>", "a document cannot begin like this; remove it (lines that begin with % are not read)"),
        ("expected <document", "this does not fit after what comes before it; check the indentation and the brackets"),
    ];

    public static (Place Place, string Message) Of(YamlException exception, Slice slice)
    {
        var said = exception.Message;
        var place = PlaceOf(exception.Start, slice);
        if (said.Contains("tab", StringComparison.OrdinalIgnoreCase) || CharacterAt(exception.Start, slice) == '\t')
        {
            return (FirstTab(slice) ?? place, Tab);
        }

        foreach (var (part, message) in Cures)
        {
            if (said.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return (place, message);
            }
        }

        return (place, $"this is not YAML ({said.TrimEnd('.')}); check the indentation, the colons and the quotes");
    }

    public static Place PlaceOf(in Mark mark, Slice slice) =>
        new(slice.FirstLine - 1 + (int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    private static char CharacterAt(in Mark mark, Slice slice) =>
        mark.Index >= 0 && mark.Index < slice.Text.Length ? slice.Text[(int)mark.Index] : '\0';

    // The parser blames the group that the tab is in.
    private static Place? FirstTab(Slice slice)
    {
        var line = slice.FirstLine;
        foreach (var text in slice.Text.AsSpan().EnumerateLines())
        {
            var indent = text[..(text.Length - text.TrimStart().Length)];
            if (indent.IndexOf('\t') is >= 0 and var column)
            {
                return new Place(line, column + 1);
            }

            line++;
        }

        return null;
    }
}
