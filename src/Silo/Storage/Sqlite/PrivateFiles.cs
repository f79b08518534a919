using System.Runtime.InteropServices;

namespace CxOrchestrator.Silo.Storage.Sqlite;

/// <summary>Folders and files that only the account that runs the process can read: they hold customers, secrets and sessions. Windows goes by the folder's own list of accounts.</summary>
public static class PrivateFiles
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Makes a folder, with those above it that are missing, for this account alone. One that is there stays as it is.</summary>
    public static void CreateFolder(string folder)
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

    /// <summary>Makes an empty file for this account alone, unless it is there; what a library writes beside it takes its mode.</summary>
    public static void CreateFile(string path)
    {
        var create = Options(System.IO.FileMode.OpenOrCreate, FileAccess.ReadWrite);
        create.Share = FileShare.ReadWrite | FileShare.Delete;
        using var file = new FileStream(path, create);
    }

    /// <summary>How to open a file so that it is made for this account alone.</summary>
    public static FileStreamOptions Options(System.IO.FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access };
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            options.UnixCreateMode = FileMode;
        }

        return options;
    }

    /// <summary>What of a folder and the files in it other accounts can read or write, as paths; empty where nothing is.</summary>
    public static IReadOnlyList<string> Open(string folder) => OperatingSystem.IsWindows()
        ? []
        : [.. new[] { folder }.Concat(Directory.EnumerateFileSystemEntries(folder)).Where(IsOpen)];

    private static bool IsOpen(string path)
    {
        try
        {
            return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0;
        }
        catch (IOException)
        {
            // Gone since it was listed.
            return false;
        }
    }
}
