namespace CxOrchestrator.Silo.Storage.Sqlite;

/// <summary>A data folder that no other process uses.</summary>
internal static class DataFolder
{
    public const string SecretFile = "webhook-secret";

    private const string LockFile = "cx.lock";

    /// <summary>Held until it is disposed.</summary>
    public static FileStream Lock(string folder)
    {
        try
        {
            return OwnerOnly.Open(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite);
        }
        catch (IOException exception) when (Directory.Exists(folder))
        {
            throw new IOException($"The data folder {Path.GetFullPath(folder)} is in use by another process. Stop it, or use another folder with --data.", exception);
        }
    }

    /// <summary>The store of a folder that must have one.</summary>
    public static string Existing(string folder)
    {
        var file = Path.Combine(folder, SqliteDatabase.FileName);
        return File.Exists(file) ? file : throw new StoreRefusedException($"There is no store in {Path.GetFullPath(folder)}: {SqliteDatabase.FileName} is missing.");
    }
}
