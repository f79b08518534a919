namespace CxOrchestrator.Architecture.Tests;

/// <summary>Usings stand in the order that <c>dotnet format</c> writes: System first, then by name.</summary>
public class UsingOrderTests
{
    [Fact]
    public void Usings_OfEachFile_AreInOrder() => Assert.Empty(
        from folder in (string[])["src", "tests", "samples"]
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
        where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        let usings = Plain(file).ToList()
        where !usings.SequenceEqual(usings.OrderBy(u => IsSystem(u) ? 0 : 1).ThenBy(u => u, StringComparer.OrdinalIgnoreCase))
        select Path.GetRelativePath(Repository.Root, file));

    // Aliases and static usings follow in groups of their own.
    private static IEnumerable<string> Plain(string file) => File.ReadLines(file)
        .TakeWhile(line => !line.StartsWith("namespace ", StringComparison.Ordinal))
        .Where(line => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('=', StringComparison.Ordinal) && !line.StartsWith("using static ", StringComparison.Ordinal))
        .Select(line => line["using ".Length..^1]);

    private static bool IsSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);
}
