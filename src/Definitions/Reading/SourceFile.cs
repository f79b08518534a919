using CxOrchestrator.Definitions.Yaml;

namespace CxOrchestrator.Definitions.Reading;

/// <summary>A file while it is read: takes its errors and keeps their places inside it.</summary>
/// <param name="source">Its text.</param>
/// <param name="order">Its place among the files.</param>
/// <param name="problems">Of all files.</param>
/// <param name="references">What it names in other documents; null: nobody looks that up.</param>
internal sealed class SourceFile(DocumentSource source, int order, Problems problems, References? references = null)
{
    private string[]? _lines;

    public string Name => source.File;

    public References? References => references;

    /// <summary>Without the byte order mark that some editors put first.</summary>
    public string Text { get; } = source.Text.StartsWith('\uFEFF') ? source.Text[1..] : source.Text;

    /// <summary>No further error would be reported: the search for what was meant can be spared.</summary>
    public bool IsFull => problems.IsFull;

    /// <summary>How many errors were reported so far.</summary>
    public int Errors { get; private set; }

    public void Error(Place place, string message)
    {
        Errors++;
        problems.Add(order, source.File, Inside(place), message);
    }

    /// <summary>What may be meant and is worth a look; no reason to refuse the document.</summary>
    public void Warn(Place place, string message) => problems.Warn(order, source.File, Inside(place), message);

    // The parser puts what is missing at the end of a file behind its last character.
    private Place Inside(Place place)
    {
        _lines ??= Text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        var line = Math.Clamp(place.Line, 1, _lines.Length);
        return new Place(line, Math.Clamp(place.Column, 1, _lines[line - 1].Length + 1));
    }
}
