using System.Security.Cryptography;

namespace CxOrchestrator.Gateway.Backtests;

/// <summary>
/// A folder for uploaded files, gone with its process. One that a process left behind when it crashed is removed by the next: a file in it that its
/// owner keeps open tells which are in use.
/// </summary>
internal sealed class UploadFolder : IDisposable
{
    private const string Prefix = "cx-backtest-";
    private const string InUse = "in-use";
    private const int NameLength = 16;

    private readonly FileStream _inUse;

    private UploadFolder(string path)
    {
        Path = path;
        _inUse = new FileStream(System.IO.Path.Combine(path, InUse), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    public string Path { get; }

    public static UploadFolder Make() => Make(System.IO.Path.GetTempPath());

    public static UploadFolder Make(string parent) =>
        new(Directory.CreateDirectory(System.IO.Path.Combine(parent, Prefix + RandomNumberGenerator.GetHexString(NameLength, lowercase: true))).FullName);

    /// <summary>Removes what crashed processes left.</summary>
    public static void RemoveLeft(string parent)
    {
        foreach (var left in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            RemoveIfLeft(left);
        }
    }

    public void Dispose()
    {
        _inUse.Dispose();
        Directory.Delete(Path, recursive: true);
    }

    private static void RemoveIfLeft(string folder)
    {
        var file = System.IO.Path.Combine(folder, InUse);
        try
        {
            // A folder without it is of another kind, or of a process that is just making it.
            if (!File.Exists(file))
            {
                return;
            }

            using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
                // Nobody has it open any more.
            }

            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // In use, or somebody else's.
        }
    }
}
