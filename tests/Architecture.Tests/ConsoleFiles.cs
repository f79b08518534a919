namespace CxOrchestrator.Architecture.Tests;

/// <summary>The console's sources.</summary>
internal static class ConsoleFiles
{
    /// <summary>Each component, by its file's name.</summary>
    public static IEnumerable<(string Name, string Text)> Razor() =>
        Directory.EnumerateFiles(Folder("src", "Console"), "*.razor", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(f => (Path.GetFileNameWithoutExtension(f), File.ReadAllText(f)));

    /// <summary>The tests that press its buttons in a browser.</summary>
    public static IEnumerable<string> BrowserTests() => Directory.EnumerateFiles(Folder("tests", "EndToEnd", "Browser"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText);

    private static string Folder(params string[] names) => Path.Combine([Repository.Root, .. names]);
}
