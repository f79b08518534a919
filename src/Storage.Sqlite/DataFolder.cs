namespace CxOrchestrator.Storage.Sqlite;

/// <summary>A data folder that no other process uses.</summary>
public static class DataFolder
{
    public const string SecretFile = "webhook-secret";

    private const string LockFile = "cx.lock";

    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int WindowsDiskFull = 112;

    /// <summary>Makes the folder where it is missing and keeps others out of it until the lock is disposed. Throws <see cref="StoreRefusedException"/> where it cannot be used.</summary>
    public static FileStream Take(string folder)
    {
        try
        {
            OwnerOnly.MakeFolder(folder);
            return OwnerOnly.Open(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreRefusedException(Words(Path.GetFullPath(folder), exception));
        }
    }

    /// <summary>Why a folder or a file in it cannot be used, and what to do.</summary>
    internal static string Words(string folder, Exception exception)
    {
        // Unix' own number of the error; on Windows the low half of the result.
        var code = exception.HResult & 0xFFFF;
        return exception switch
        {
            _ when File.Exists(folder) => $"The data folder {folder} is a file. Name a folder with --data.",
            UnauthorizedAccessException => $"The data folder {folder} cannot be written to. Let the user who starts this process write to it, or name another with --data.",
            DirectoryNotFoundException => $"The data folder {folder} cannot be made. Name another with --data.",
            IOException when code is ReadOnlyFileSystem => $"The data folder {folder} is on a read-only file system. Mount it writable, or name another with --data.",
            IOException when code is NoSpace or WindowsDiskFull => $"The disk of the data folder {folder} is full. Make room, or name another with --data.",
            IOException when !Directory.Exists(folder) => $"The data folder {folder} cannot be made ({exception.Message}). Name another with --data.",
            _ => $"The data folder {folder} is in use by another process. Stop it, or use another folder with --data.",
        };
    }

    /// <summary>The store of a folder that must have one.</summary>
    public static string Existing(string folder)
    {
        var file = Path.Combine(folder, SqliteDatabase.FileName);
        return File.Exists(file) ? file : throw new StoreRefusedException($"There is no store in {Path.GetFullPath(folder)}: {SqliteDatabase.FileName} is missing.");
    }
}
