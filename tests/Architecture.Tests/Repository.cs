namespace CxOrchestrator.Architecture.Tests;

internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CxOrchestrator.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"There is no solution above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }
}
