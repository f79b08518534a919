using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>One connection with its prepared statements; used by one thread at a time.</summary>
public sealed class SqliteSession : IDisposable
{
    /// <summary>Most statements kept prepared; a session that meets more starts afresh.</summary>
    private const int StatementsMax = 256;

    /// <summary>Pages (4 KiB) of the write-ahead log after which a commit carries them into the file.</summary>
    private const int CheckpointPages = 2_000;

    /// <summary>Bytes that the write-ahead log keeps on disk once it was carried over; a large transaction or a long read makes it larger for a while.</summary>
    internal const int WalKeptBytes = 16 << 20;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    private SqliteSession(SqliteConnection connection)
    {
        _connection = connection;
        Handle = connection.Handle!;
    }

    public sqlite3 Handle { get; }

    /// <summary>Rows that the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(Handle);

    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>What is removed is overwritten with zeros: who is erased is not found in the file any more.</summary>
    public static SqliteSession OpenWriter(string file)
    {
        var session = Open(file, SqliteOpenMode.ReadWriteCreate);
        session.Script("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=OFF; PRAGMA busy_timeout=5000;");
        session.Script($"PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint={CheckpointPages}; PRAGMA journal_size_limit={WalKeptBytes};");
        return session;
    }

    public static SqliteSession OpenReader(string file)
    {
        var session = Open(file, SqliteOpenMode.ReadOnly);
        session.Script("PRAGMA query_only=ON; PRAGMA busy_timeout=5000; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384;");
        return session;
    }

    /// <summary>The statement, prepared once; disposing it makes it ready for its next use.</summary>
    public SqliteStatement Use(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            if (_statements.Count >= StatementsMax)
            {
                Clear();
            }

            _statements[sql] = statement = new SqliteStatement(this, sql);
        }

        return statement;
    }

    /// <summary>Runs a statement without parameters and rows.</summary>
    public void Run(string sql)
    {
        using var statement = Use(sql);
        statement.Run();
    }

    /// <summary>The number in the only row of a query without parameters.</summary>
    public long Number(string sql)
    {
        using var statement = Use(sql);
        statement.Read();
        return statement.Long(0);
    }

    /// <summary>The time in the only row of a query without parameters.</summary>
    public DateTimeOffset? TimeOrNull(string sql)
    {
        using var statement = Use(sql);
        statement.Read();
        return statement.TimeOrNull(0);
    }

    /// <summary>Runs several statements that are not worth keeping.</summary>
    public void Script(string sql) => Check(raw.sqlite3_exec(Handle, sql));

    /// <summary>Gives SQL the functions that steps of the schema need: <c>cx_fold</c>, <c>cx_fold_name</c> and <c>cx_zone_unknown</c>.</summary>
    public void AddDirectoryFunctions()
    {
        _connection.CreateFunction("cx_fold", (string? text) => text is null ? null : SearchText.Fold(text), isDeterministic: true);
        _connection.CreateFunction("cx_fold_name", (string? text) => text is null ? null : SearchText.FoldName(text), isDeterministic: true);
        _connection.CreateFunction("cx_zone_unknown", (byte[]? state) => StoredZones.IsUnknown(state) ? 1L : 0L, isDeterministic: true);
    }

    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(code, Handle);
        }
    }

    public void Dispose()
    {
        Clear();
        _connection.Dispose();
    }

    private static SqliteSession Open(string file, SqliteOpenMode mode)
    {
        // Pooled connections outlive their dispose and would keep the file open.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return new SqliteSession(connection);
    }

    private void Clear()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Release();
        }

        _statements.Clear();
    }
}
