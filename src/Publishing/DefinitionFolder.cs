using System.Collections.Immutable;
using CxOrchestrator.Definitions;

namespace CxOrchestrator.Publishing;

/// <summary>
/// The documents of a folder and the folders in it. Hidden files and folders (a name that begins with a dot) are passed over, and a file that
/// symbolic links give several names is read once: a folder that Kubernetes mounts holds each file in <c>..data</c> too.
/// </summary>
public sealed class DefinitionFolder
{
    /// <summary>Most files that are read; a folder with more is somebody's mistake.</summary>
    public const int FilesMax = 10_000;

    /// <summary>Most names of passed over files that are kept.</summary>
    public const int PassedOverMax = 1_000;

    private readonly string _root;
    private readonly ImmutableArray<DefinitionFile>.Builder _files = ImmutableArray.CreateBuilder<DefinitionFile>();
    private readonly ImmutableArray<PassedOverFile>.Builder _passedOver = ImmutableArray.CreateBuilder<PassedOverFile>();
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);

    private DefinitionFolder(string root) => _root = root;

    /// <summary>In the order of their names.</summary>
    public ImmutableArray<DefinitionFile> Files { get; private set; }

    /// <summary>At most <see cref="PassedOverMax"/> of those that are not read.</summary>
    public ImmutableArray<PassedOverFile> PassedOver { get; private set; }

    /// <summary>Changes whenever a file comes, goes or is written, also behind a symbolic link.</summary>
    public string Fingerprint =>
        string.Join('\n', Files.Select(f => (f.Name, Info: new FileInfo(f.Path))).Select(f => $"{f.Name}|{f.Info.FullName}|{f.Info.Length}|{f.Info.LastWriteTimeUtc.Ticks}"));

    /// <summary>
    /// Looks through a folder. Throws <see cref="IOException"/> where it cannot be read, a link leads nowhere, or it holds more than
    /// <see cref="FilesMax"/> files of documents.
    /// </summary>
    public static DefinitionFolder Open(string folder)
    {
        var found = new DefinitionFolder(folder);
        found.Walk(RealPaths.Of(folder), "");
        found.Files = [.. found._files.OrderBy(f => f.Name, StringComparer.Ordinal)];
        found.PassedOver = found._passedOver.DrainToImmutable();
        return found;
    }

    /// <summary>The texts of a folder's files; throws as <see cref="Open"/> does.</summary>
    public static ImmutableArray<DocumentSource> Read(string folder) => Open(folder).Read();

    /// <summary>Throws <see cref="IOException"/> where a file cannot be read.</summary>
    public ImmutableArray<DocumentSource> Read() => [.. Files.Select(f => new DocumentSource(f.Name, ReadText(f.Path)))];

    /// <summary>A file's text; where it is larger than a document may be, only enough of it to be refused as too large.</summary>
    public static string ReadText(string file)
    {
        var path = RealPaths.Of(file);
        if (new FileInfo(path).Length <= DefinitionReader.FileBytesMax)
        {
            return File.ReadAllText(path);
        }

        using var reader = new StreamReader(path);
        var text = new char[DefinitionReader.FileBytesMax + 1];
        return new string(text, 0, reader.ReadBlock(text));
    }

    private void Walk(string folder, string name)
    {
        _seen.TryAdd(folder, name.Length == 0 ? "the folder itself" : name);
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            var child = name.Length == 0 ? Path.GetFileName(entry) : $"{name}/{Path.GetFileName(entry)}";
            if (Path.GetFileName(entry).StartsWith('.'))
            {
                PassOver(child, "its name begins with a dot");
            }
            else if (Directory.Exists(entry))
            {
                if (IsNew(entry, child, out var real))
                {
                    Walk(real, child);
                }
            }
            else if (Path.GetExtension(entry) is not (".yaml" or ".yml"))
            {
                PassOver(child, "its name does not end in .yaml or .yml");
            }
            else if (IsNew(entry, child, out var real))
            {
                AddFile(new DefinitionFile(child, real));
            }
        }
    }

    private bool IsNew(string entry, string name, out string real)
    {
        real = RealPaths.Of(entry);
        if (_seen.TryAdd(real, name))
        {
            return true;
        }

        PassOver(name, $"it is the same as {_seen[real]}");
        return false;
    }

    private void AddFile(DefinitionFile file)
    {
        if (_files.Count == FilesMax)
        {
            throw new IOException($"The folder {_root} holds more than {FilesMax:N0} *.yaml and *.yml files.");
        }

        _files.Add(file);
    }

    private void PassOver(string name, string reason)
    {
        if (_passedOver.Count < PassedOverMax)
        {
            _passedOver.Add(new PassedOverFile(name, reason));
        }
    }
}
