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
        [.. Files(folder).Select(f => new DocumentSource(Name(folder, f), ReadText(f)))];

    /// <summary>A file's text; of one that is larger than a document may be just so much that it is refused as too large.</summary>
    public static string ReadText(string file)
    {
        if (new FileInfo(file).Length <= DefinitionReader.FileBytesMax)
        {
            return File.ReadAllText(file);
        }

        using var reader = new StreamReader(file);
        var text = new char[DefinitionReader.FileBytesMax + 1];
        return new string(text, 0, reader.ReadBlock(text));
    }

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
