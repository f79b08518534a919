namespace CxOrchestrator.Storage;

/// <summary>Folders (0700) and files (0600) that nobody but their owner reads. On Windows what the folder above allows applies.</summary>
public static class OwnerOnly
{
    public const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Makes the folder where it is missing; one that is there keeps its mode.</summary>
    public static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, FolderMode);
        }
    }

    /// <summary>Opens a file for writing; one that is made is its owner's alone.</summary>
    public static FileStream Open(string file, FileMode mode, FileAccess access = FileAccess.Write, FileShare share = FileShare.None)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode;
        }

        return new FileStream(file, options);
    }

    /// <summary>Makes an empty file where there is none: what another library writes into it then keeps its mode.</summary>
    public static void MakeFile(string file)
    {
        if (!File.Exists(file))
        {
            Open(file, System.IO.FileMode.OpenOrCreate).Dispose();
        }
    }

    /// <summary>The folder and the files in it that others may read or change; empty on Windows.</summary>
    public static IReadOnlyList<string> Wider(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return [];
        }

        var wider = new List<string>();
        foreach (var path in Directory.EnumerateFiles(folder).Prepend(folder))
        {
            if ((File.GetUnixFileMode(path) & Others) != 0)
            {
                wider.Add(path);
            }
        }

        return wider;
    }
}
