using System.Collections.Immutable;

namespace CxOrchestrator.Definitions.Yaml;

/// <summary>One document of a file and the line it begins on.</summary>
internal readonly record struct Slice(string Text, int FirstLine)
{
    private const string Marker = "---";

    /// <summary>
    /// The documents of a file. A line that begins with three dashes parts them wherever it is, also within quotes, as YAML has it;
    /// so a document that cannot be parsed hides nothing of the next.
    /// </summary>
    public static ImmutableArray<Slice> Of(string text)
    {
        var slices = ImmutableArray.CreateBuilder<Slice>();
        int start = 0, startLine = 1, line = 1;
        for (var at = 0; at < text.Length; line++)
        {
            var next = NextLine(text, at);
            if (IsMarker(text.AsSpan(at, next - at)))
            {
                slices.Add(new Slice(text[start..at], startLine));

                // A bare marker is no part of the document; one with content after it is.
                var bare = text.AsSpan(at + Marker.Length, next - at - Marker.Length).IsWhiteSpace();
                (start, startLine) = bare ? (next, line + 1) : (at, line);
            }

            at = next;
        }

        slices.Add(new Slice(text[start..], startLine));
        return slices.DrainToImmutable();
    }

    private static bool IsMarker(ReadOnlySpan<char> line) =>
        line.StartsWith(Marker, StringComparison.Ordinal) && (line.Length == Marker.Length || char.IsWhiteSpace(line[Marker.Length]));

    private static int NextLine(string text, int at)
    {
        var end = text.AsSpan(at).IndexOfAny('\r', '\n');
        if (end < 0)
        {
            return text.Length;
        }

        end += at;
        return text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;
    }
}
