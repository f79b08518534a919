namespace CxOrchestrator.Sentiment;

/// <summary>The form of all files of a pack: a line for each thing, <c># </c> for remarks.</summary>
internal static class PackText
{
    /// <summary>Lines that say something, with their numbers from 1.</summary>
    public static IEnumerable<(int Number, string Text)> Lines(string text) => text
        .Split('\n')
        .Select((line, index) => (Number: index + 1, Text: line.TrimEnd('\r')))
        .Where(line => line.Text.Length > 0 && !line.Text.StartsWith("# ", StringComparison.Ordinal));

    /// <summary>Reads lines of a key, a colon and words; a key may have several lines.</summary>
    /// <exception cref="InvalidDataException">A line has no colon; the message names it.</exception>
    public static ILookup<string, string> Words(string name, string text, char separator = ' ') => Lines(text)
        .SelectMany(line => line.Text.IndexOf(':') is > 0 and var colon
            ? line.Text[(colon + 1)..].Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(word => (Key: line.Text[..colon], Word: word))
            : throw new InvalidDataException($"{name}, line {line.Number}: write a key, a colon and words."))
        .ToLookup(pair => pair.Key, pair => pair.Word);
}
