using System.Collections.Immutable;
using CxOrchestrator.Definitions;
using CxOrchestrator.Silo.Hosting;

namespace CxOrchestrator.Cli;

/// <summary>Documents named on the command line.</summary>
internal static class Documents
{
    /// <summary>The files, and of folders all *.yaml and *.yml below them. Throws <see cref="FileNotFoundException"/> for a path that is neither.</summary>
    public static ImmutableArray<DocumentSource> Read(IEnumerable<string> paths)
    {
        var files = paths.SelectMany(Files).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return [.. files.Select(f => new DocumentSource(f.Replace('\\', '/'), DefinitionFolder.ReadText(f)))];
    }

    private static IEnumerable<string> Files(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".yaml" or ".yml")
            : throw new FileNotFoundException($"There is no file or folder {path}.");
    }
}
