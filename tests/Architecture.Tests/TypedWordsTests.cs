using System.Text.RegularExpressions;

namespace CxOrchestrator.Architecture.Tests;

/// <summary>What is typed into a sheet survives Esc: each of its fields is bound to the words that are kept.</summary>
public partial class TypedWordsTests
{
    // Passwords and codes are never kept, nor is the id that somebody types to be asked once more; a search is in the address or over with its sheet, and what only shows or is chosen has no words.
    private static readonly string[] Exempt = ["type=\"password\"", "type=\"search\"", "type=\"checkbox\"", "type=\"radio\"", "type=\"number\"", "type=\"file\"", "one-time-code", "readonly", "id=\"palette-text\"", "id=\"erase-id\""];

    [Fact]
    public void Sheets_EveryFieldForWords_IsKept()
    {
        var sheets = ConsoleFiles.Razor().Where(f => f.Text.Contains("<Sheet ", StringComparison.Ordinal)).ToList();
        var fields = sheets.SelectMany(f => Fields().Matches(f.Text).Select(m => (f.Name, Field: m.Value))).Where(f => !Exempt.Any(f.Field.Contains)).ToList();

        Assert.True(fields.Count >= 12, $"Only {fields.Count} fields were found: the pattern no longer fits.");
        var lost = fields.Where(f => !Kept().IsMatch(f.Field)).Select(f => $"{f.Name}: bind it to Kept[...] or a Typed... property over it: {f.Field}").ToList();
        Assert.True(lost.Count == 0, string.Join('\n', lost));
    }

    [GeneratedRegex(@"<(input|textarea)\b[^>]*?>", RegexOptions.Singleline)]
    private static partial Regex Fields();

    [GeneratedRegex(@"@bind=""(Kept\[|Typed)[^>]*@bind:event=""oninput""", RegexOptions.Singleline)]
    private static partial Regex Kept();
}
