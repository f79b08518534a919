using System.Collections.Immutable;
using CxOrchestrator.Definitions;
using CxOrchestrator.Publishing;

namespace CxOrchestrator.Cli;

/// <summary>Documents named on the command line.</summary>
internal static class Documents
{
    /// <summary>Most passed over files that are named one by one.</summary>
    private const int NamedMax = 20;

    /// <summary>
    /// The files named, and of folders all *.yaml and *.yml below them, each once. Throws <see cref="FileNotFoundException"/> for a path that is neither.
    /// </summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="errors">Gets the names of files that are passed over.</param>
    public static ImmutableArray<DocumentSource> Read(IEnumerable<string> paths, TextWriter errors)
    {
        var files = paths.SelectMany(p => Files(p, errors)).DistinctBy(f => f.Path).OrderBy(f => f.Name, StringComparer.Ordinal);
        return [.. files.Select(f => new DocumentSource(f.Name, DefinitionFolder.ReadText(f.Path)))];
    }

    /// <summary>Names the files of a folder that are not read.</summary>
    public static void WritePassedOver(string folder, DefinitionFolder found, TextWriter errors)
    {
        foreach (var file in found.PassedOver.Take(NamedMax))
        {
            errors.WriteLine($"cx: {Plain(Path.Combine(folder, file.Name))} is not read: {file.Reason}.");
        }

        if (found.PassedOver.Length > NamedMax)
        {
            errors.WriteLine($"cx: {found.PassedOver.Length - NamedMax:N0} more files of {Plain(folder)} are not read.");
        }
    }

    private static IEnumerable<DefinitionFile> Files(string path, TextWriter errors)
    {
        if (File.Exists(path))
        {
            return [new DefinitionFile(path.Replace('\\', '/'), RealPaths.Of(path))];
        }

        if (!Directory.Exists(path))
        {
            throw new FileNotFoundException($"There is no file or folder {path}.");
        }

        var found = DefinitionFolder.Open(path);
        WritePassedOver(path, found, errors);
        return found.Files.Select(f => f with { Name = Path.Combine(path, f.Name).Replace('\\', '/') });
    }

    // A name may hold characters that steer a terminal.
    private static string Plain(string name) => string.Concat(name.Select(c => char.IsControl(c) ? $"<U+{(int)c:X4}>" : c.ToString()));
}
