using CxOrchestrator.Definitions.Yaml;

namespace CxOrchestrator.Definitions.Reading;

/// <summary>A file while it is read: takes its errors and keeps their places inside it.</summary>
internal sealed class SourceFile(DocumentSource source, int order, Problems problems)
{
    private string[]? _lines;

    public string Name => source.File;

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
