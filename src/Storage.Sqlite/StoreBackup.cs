using Microsoft.Data.Sqlite;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>
/// The embedded store as one file, taken while it runs: a state that was committed as a whole, with the log of that moment and the secret
/// that signs webhooks.
/// </summary>
public static class StoreBackup
{
    /// <summary>Files beside the store, in a table that the store itself does not know.</summary>
    private const string Files = "backup_files";

    /// <summary>Gives the bytes written. The file must not be there yet; it appears under its name once it is whole and checked.</summary>
    public static long Take(string folder, string to)
    {
        var store = DataFolder.Existing(folder);
        if (File.Exists(to))
        {
            throw new StoreRefusedException($"{to} is there already. A backup never replaces another file.");
        }

        var making = to + ".part";
        File.Delete(making);
        try
        {
            using (var source = Open(store, SqliteOpenMode.ReadOnly))
            {
                // Written into an empty file, which keeps its mode.
                OwnerOnly.MakeFile(making);
                Run(source, "VACUUM INTO $file", ("$file", making));
            }

            using (var copy = Open(making, SqliteOpenMode.ReadWrite))
            {
                Check(copy, to);
                Run(copy, $"CREATE TABLE {Files} (name TEXT PRIMARY KEY, bytes BLOB NOT NULL)");
                var secret = Path.Combine(folder, DataFolder.SecretFile);
                if (File.Exists(secret))
                {
                    Run(copy, $"INSERT INTO {Files} (name, bytes) VALUES ($name, $bytes)", ("$name", DataFolder.SecretFile), ("$bytes", File.ReadAllBytes(secret)));
                }
            }

            Settle(making);
            File.Move(making, to);
            return new FileInfo(to).Length;
        }
        finally
        {
            File.Delete(making);
        }
    }

    /// <summary>Makes a folder's store of a backup. The folder must not have one.</summary>
    public static void Restore(string from, string folder)
    {
        if (!File.Exists(from))
        {
            throw new StoreRefusedException($"There is no file {from}.");
        }

        using var folderLock = DataFolder.Take(folder);
        var store = Path.Combine(folder, SqliteDatabase.FileName);
        if (File.Exists(store))
        {
            throw new StoreRefusedException($"{Path.GetFullPath(folder)} has a store already. Move it away, or restore into another folder.");
        }

        // What an earlier store left there would be read as the end of this one.
        File.Delete(store + "-wal");
        File.Delete(store + "-shm");
        var making = store + ".part";
        try
        {
            using (var source = File.OpenRead(from))
            using (var target = Fresh(making))
            {
                source.CopyTo(target);
            }

            using (var copy = Open(making, SqliteOpenMode.ReadWrite))
            {
                Check(copy, from);
                Unpack(copy, folder);
            }

            Settle(making);
            File.Move(making, store);
        }
        finally
        {
            File.Delete(making);
        }
    }

    private static void Unpack(SqliteConnection copy, string folder)
    {
        if ((long)Scalar(copy, $"SELECT count(*) FROM sqlite_schema WHERE name = '{Files}'")! == 0)
        {
            return;
        }

        if (Scalar(copy, $"SELECT bytes FROM {Files} WHERE name = '{DataFolder.SecretFile}'") is byte[] secret)
        {
            using var file = Fresh(Path.Combine(folder, DataFolder.SecretFile));
            file.Write(secret);
            file.Flush(flushToDisk: true);
        }

        Run(copy, $"DROP TABLE {Files}");
    }

    private static void Check(SqliteConnection copy, string file)
    {
        string said;
        try
        {
            said = (string)Scalar(copy, "PRAGMA quick_check")!;
        }
        catch (SqliteException exception)
        {
            said = exception.Message;
        }

        if (said != "ok")
        {
            throw new StoreRefusedException($"{file} is no whole store: {said}");
        }

        if ((long)Scalar(copy, "SELECT count(*) FROM sqlite_schema WHERE name IN ('customers', 'log_head', 'ledger')")! != 3)
        {
            throw new StoreRefusedException($"{file} is no store of this product.");
        }
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 0 }.ToString());
        connection.Open();
        return connection;
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static void Run(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }

    // A file that is there already would keep its mode.
    private static FileStream Fresh(string file)
    {
        File.Delete(file);
        return OwnerOnly.Open(file, FileMode.CreateNew);
    }

    // On the disk before it has its name.
    private static void Settle(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }
}
