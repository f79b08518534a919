using SQLitePCL;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>The cause of a failure of the embedded store.</summary>
public static class SqliteFaults
{
    /// <summary>The file or the machine, not one operation.</summary>
    public static bool IsFault(int code) => code is raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_NOMEM
        or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    /// <summary>What is wrong, and what to do; null where it is nothing of the file or the disk.</summary>
    public static string? Words(int code) => code switch
    {
        raw.SQLITE_FULL => "The disk of the data folder is full: nothing is stored, and senders are asked to come again. Make room; it goes on by itself.",
        raw.SQLITE_READONLY => "The data folder cannot be written to: nothing is stored, and senders are asked to come again. Let the gateway's user write to it and to its files.",
        raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN => "The disk of the data folder fails: nothing is stored, and senders are asked to come again. Check the disk, its space and the folder's permissions.",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => "The store's file is damaged. Stop the gateway and restore a backup into a new folder with cx restore.",
        _ => null,
    };
}
