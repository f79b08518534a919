using System.Text.RegularExpressions;

namespace CxOrchestrator.Architecture.Tests;

/// <summary>Files that the documents name are there.</summary>
public partial class DocumentFilesTests
{
    public static TheoryData<string> Documents() =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.md"))
            .Select(f => Path.GetRelativePath(Repository.Root, f))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_PathsInTheRepository_Exist(string document) => Assert.DoesNotContain(
        QuotedPath().Matches(Text(document)).Select(m => m.Groups[1].Value).Distinct(), p => !Path.Exists(Path.Combine(Repository.Root, p)));

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_LinksToFiles_LeadSomewhere(string document) => Assert.DoesNotContain(
        Link().Matches(Text(document)).Select(m => m.Groups[1].Value).Distinct(), l => !Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(document)!, l)));

    private static string Text(string document) => File.ReadAllText(Path.Combine(Repository.Root, document));

    [GeneratedRegex(@"`((?:src|tests|docs|samples|deploy)/[\w./-]+)`")]
    private static partial Regex QuotedPath();

    [GeneratedRegex(@"\]\((?!\w+:)([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
