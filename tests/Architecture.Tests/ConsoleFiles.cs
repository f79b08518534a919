namespace CxOrchestrator.Architecture.Tests;

/// <summary>The console's sources.</summary>
internal static class ConsoleFiles
{
    /// <summary>Each component, by its file's name.</summary>
    public static IEnumerable<(string Name, string Text)> Razor()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CxOrchestrator.sln")))
        {
            folder = folder.Parent;
        }

        var console = Path.Combine(folder?.FullName ?? throw new InvalidOperationException($"No solution above {AppContext.BaseDirectory}."), "src", "Console");
        return Directory.EnumerateFiles(console, "*.razor", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(f => (Path.GetFileNameWithoutExtension(f), File.ReadAllText(f)));
    }
}
