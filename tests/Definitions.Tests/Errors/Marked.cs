namespace CxOrchestrator.Definitions.Tests.Errors;

/// <summary>A document in which a ▸ stands before each place where an error is expected.</summary>
internal static class Marked
{
    private const char Mark = '▸';

    /// <summary>Reads the text without its marks and checks that there are just as many errors, at just those places, with those parts of messages.</summary>
    public static void AssertErrors(string marked, params ReadOnlySpan<string> messages)
    {
        var places = new List<(int Line, int Column)>();
        int line = 1, column = 1;
        foreach (var c in marked)
        {
            if (c == Mark)
            {
                places.Add((line, column));
            }
            else
            {
                (line, column) = c == '\n' ? (line + 1, 1) : (line, column + 1);
            }
        }

        var read = DefinitionReader.Read([new DocumentSource("x.yaml", marked.Replace("▸", "", StringComparison.Ordinal))]);
        var errors = read.Errors;
        var all = string.Join('\n', errors);
        Assert.True(read.Set is null, "A set with errors is not given.");
        Assert.True(
            places.SequenceEqual(errors.Select(e => (e.Line, e.Column))),
            $"Expected errors at {string.Join(' ', places)}, got:\n{all}");
        for (var i = 0; i < messages.Length; i++)
        {
            Assert.Contains(messages[i], errors[i].Message, StringComparison.Ordinal);
        }
    }
}
