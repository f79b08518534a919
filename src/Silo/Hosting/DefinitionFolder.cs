using System.Collections.Immutable;
using CxOrchestrator.Definitions;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>The documents of a folder and the folders in it.</summary>
public static class DefinitionFolder
{
    /// <summary>Most files that are read; a folder with more is somebody's mistake.</summary>
    public const int FilesMax = 10_000;

    /// <summary>Throws <see cref="IOException"/> where a file cannot be read.</summary>
    public static ImmutableArray<DocumentSource> Read(string folder) =>
        [.. Files(folder).Select(f => new DocumentSource(Name(folder, f), File.ReadAllText(f)))];

    /// <summary>A text that changes whenever a file comes, goes or is written.</summary>
    public static string Fingerprint(string folder) =>
        string.Join('\n', Files(folder).Select(f => new FileInfo(f)).Select(f => $"{f.FullName}|{f.Length}|{f.LastWriteTimeUtc.Ticks}"));

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".yaml" or ".yml")
            .Take(FilesMax)
            .Order(StringComparer.Ordinal);

    private static string Name(string folder, string file) => Path.GetRelativePath(folder, file).Replace('\\', '/');
}
