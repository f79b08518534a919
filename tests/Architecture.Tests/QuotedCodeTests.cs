using System.Text.RegularExpressions;

namespace CxOrchestrator.Architecture.Tests;

/// <summary>Code on the pages about extending the product is the code that is compiled.</summary>
public partial class QuotedCodeTests
{
    /// <summary>Most files that each page may need.</summary>
    private static readonly Dictionary<string, int> FilesMax = new()
    {
        ["trigger.md"] = 4,
        ["condition.md"] = 3,
        ["channel.md"] = 2,
        ["endpoint.md"] = 5,
        ["source.md"] = 3,
        ["store.md"] = 5,
    };

    public static TheoryData<string> Pages() => [.. Directory.EnumerateFiles(Folder, "*.md").Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_EveryBlock_IsAFileOrAPartOfIt(string page)
    {
        var blocks = Blocks(page);

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block =>
        {
            var file = Lines(File.ReadAllText(Path.Combine(Repository.Root, block.Path)));
            if (block.IsPart)
            {
                Assert.Contains(block.Code, file, StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal(file, block.Code);
            }
        });
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_EveryBlockOfCode_NamesItsFile(string page) =>
        Assert.Equal(Text(page).Split("```csharp").Length - 1, Blocks(page).Count);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_FilesOfAWord_AreAsFewAsPromised(string page) => Assert.InRange(Blocks(page).Select(b => b.Path).Distinct().Count(), 1, FilesMax[page]);

    private static string Folder => Path.Combine(Repository.Root, "docs", "extending");

    private static string Text(string page) => Lines(File.ReadAllText(Path.Combine(Folder, page)));

    private static string Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n');

    private static List<(string Path, bool IsPart, string Code)> Blocks(string page) =>
        [.. Block().Matches(Text(page)).Select(m => (m.Groups[1].Value, m.Groups[2].Success, Lines(m.Groups[3].Value)))];

    [GeneratedRegex(@"^```csharp (src/\S+\.cs)( \(part\))?\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
